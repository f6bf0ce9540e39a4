import { exitCodes, Problem, systemErrorCode } from '../base/problem.ts';
import { HttpStatusError, ProxyError } from './download.ts';

/** What can be done whatever went wrong. */
export const byHand = 'Install Packer by hand and set PACKER_WIZARD_PACKER to its path.';

/** What a network does not do, behind who does not. */
const networkReasons: Readonly<Record<string, string>> = {
	ENOTFOUND: 'cannot be found: there is no network, or no name server',
	EAI_AGAIN: 'cannot be found: no name server answers',
	ECONNREFUSED: 'does not accept connections (ECONNREFUSED)',
	ECONNRESET: 'broke the connection (ECONNRESET)',
	ENETUNREACH: 'cannot be reached: there is no network',
	EHOSTUNREACH: 'cannot be reached from here',
	ETIMEDOUT: 'does not answer',
};

/** What Node says of a certificate that nobody who is trusted has signed. */
const distrusted: readonly string[] = [
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

const isDistrusted = (error: unknown): boolean => distrusted.includes(systemErrorCode(error) ?? '');

const networkReason = (who: string, error: unknown): string => {
	const known = isDistrusted(error)
		? 'shows a certificate that is not trusted here'
		: networkReasons[systemErrorCode(error) ?? ''];
	return known === undefined
		? `${who === 'It' ? '' : `${who}: `}${error instanceof Error ? error.message : String(error)}`
		: `${who} ${known}.`;
};

/** What to do about a proxy, by what it answered. */
const proxySteps = ({ proxy: { address, variable }, status }: ProxyError): readonly string[] => [
	status === 407
		? `Say who you are: ${variable}=${address.protocol}//<name>:<password>@${address.host}`
		: `Set ${variable} to another proxy, or unset it where none is needed.`,
	byHand,
];

const proxyReason = ({ proxy: { address, variable }, status, cause }: ProxyError): string => {
	const who = `The proxy ${address.host} (${variable})`;
	if (status === undefined) {
		return networkReason(who, cause);
	}

	return status === 407
		? `${who} wants another name and password, or any (407).`
		: `${who} does not let it through: it answers ${status}.`;
};

/** Why Packer could not be downloaded from an address: exit 3. */
export const downloadProblem = (address: URL, error: unknown): Problem => {
	if (error instanceof HttpStatusError) {
		return new Problem(`${address.host} does not give Packer away: it answers ${error.status}.`, {
			reason: error.status === 404 ? `There is no ${address.pathname}.` : error.message,
			next: [byHand],
			exitCode: exitCodes.missing,
			cause: error,
		});
	}

	const isByProxy = error instanceof ProxyError;
	const networkStep = isDistrusted(error)
		? 'If a proxy puts in a certificate of its own, name the file of who signs it: NODE_EXTRA_CA_CERTS=<file>'
		: 'Check the network and try again; a proxy is taken from HTTPS_PROXY.';
	return new Problem(`Packer could not be downloaded from ${address.host}.`, {
		reason: isByProxy ? proxyReason(error) : networkReason('It', error),
		next: isByProxy ? proxySteps(error) : [networkStep, byHand],
		exitCode: exitCodes.missing,
		cause: error,
	});
};
