import { anyAddress, ownAddress } from '../recipe/schema.ts';
import type { Answers, Taking } from './taking.ts';

/** Where the machine starts, and who reaches it. */
export const takeNetwork = (taking: Taking): Answers => {
	const subnet = taking.taken('subnet_id', /^subnet-[0-9a-f]{8,17}$/);
	const zone = taking.taken('availability_zone', /^[a-z]{2,8}-[a-z0-9-]{1,40}[a-z]$/);
	const ssh = taking.text('ssh_interface');
	const isPublic = taking.flag('associate_public_ip_address');
	const address =
		ssh === 'public_ip' || ssh === 'private_ip'
			? ssh.replace('_ip', '')
			: ssh === undefined && isPublic === false
				? 'private'
				: undefined;
	if (ssh !== undefined && address !== undefined) {
		taking.took('ssh_interface', `by its ${address} address`);
	}

	if (isPublic === (address !== 'private') && (subnet !== undefined || isPublic === false)) {
		taking.took('associate_public_ip_address', `by its ${address ?? 'public'} address`);
	}

	const cidrs = taking.texts('temporary_security_group_source_cidrs');
	const isOwn = taking.flag('temporary_security_group_source_public_ip');
	const one = cidrs?.length === 1 && /^\d+\.\d+\.\d+\.\d+\/\d+$/.test(cidrs[0] ?? '') ? cidrs[0] : undefined;
	const sshFrom = isOwn && cidrs === undefined ? ownAddress : one;
	if (sshFrom === ownAddress) {
		taking.took('temporary_security_group_source_public_ip', 'SSH from your own address');
	} else if (sshFrom !== undefined) {
		taking.took('temporary_security_group_source_cidrs', `SSH from ${sshFrom}`);
	}

	return {
		...(subnet !== undefined && { subnet }),
		...(zone !== undefined && { zone }),
		...(address !== undefined && { address }),
		sshFrom: sshFrom ?? anyAddress,
	};
};
