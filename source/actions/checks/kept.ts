import type { Check } from '../../flow/checks.ts';
import type { BuildRequest } from '../../flow/request.ts';
import type { PackerSearch } from '../../packer/find.ts';
import { packerProfile } from '../../template/profile.ts';
import { advice } from './check.ts';

/** Blocks of HCL that Packer knows from 1.7 on. */
const since17 = /^(?:\s*(?:#|\/\/).*\n)*\s*(data|local)\s+"/;

/** Whether the Packer that is found knows what was kept of an imported template; undefined if it does. */
export const checkKept = ({ decisions }: BuildRequest, search: PackerSearch): Check | undefined => {
	const kinds = (decisions.recipe.kept?.blocks ?? []).flatMap(block => since17.exec(block)?.[1] ?? []);
	if (
		kinds.length === 0 ||
		search.kind !== 'found' ||
		packerProfile(search.program.version) !== 'before-1.7'
	) {
		return undefined;
	}

	return {
		id: 'kept',
		status: 'missing',
		title: 'Kept blocks',
		detail: `the imported template has ${[...new Set(kinds)].join(' and ')} blocks, which Packer ${search.program.versionText} does not know`,
		...advice([
			'Use Packer 1.7 or newer: put it first on PATH, or name it in PACKER_WIZARD_PACKER.',
			'Or answer what the block is for, so that it is needed no more: the base image, for data "amazon-ami".',
		]),
		remedies: [],
	};
};
