import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readIfExists } from '../../../../base/files.ts';
import { exitCodes, Problem } from '../../../../base/problem.ts';
import { templateSteps } from '../../../../builds/copy/template-steps.ts';
import { isTemplate } from '../../../../packer/folder-files.ts';

/** What a template names by hand that an account would have. */
export type NamedThings = {
	readonly subnets: readonly string[];
	readonly instanceProfiles: readonly string[];
};

// A text without escapes and templates; what stands in a variable is Packer's to say.
const literal = /^"([^"\\$%]+)"/;

/**
 * What the sources in a folder name, written there as a text: no Recipe knows of it where the files were changed by
 * hand, and nobody can look it up in a rehearsal.
 * @throws Problem (exit 3) for Session Manager, which cannot be rehearsed.
 */
export const namedThings = async (folder: string): Promise<NamedThings> => {
	const files = (await readdir(folder)).filter(isTemplate).sort();
	const sources = await Promise.all(
		files.map(async file => {
			// What is no file, or may not be read, is Packer's to complain about.
			const text = await readIfExists(path.join(folder, file)).catch(() => undefined);
			return templateSteps(file, text ?? '')
				.filter(({ kind, type }) => kind === 'source' && type === 'amazon-ebs')
				.map(source => ({ file, read: (name: string) => literal.exec(source.attribute(name))?.[1] }));
		}),
	);
	const all = sources.flat();
	const tunnelled = all.find(({ read }) => read('ssh_interface') === 'session_manager');
	if (tunnelled) {
		throw new Problem(
			`A rehearsal cannot play Session Manager, which ${tunnelled.file} asks for (ssh_interface).`,
			{
				reason: 'Its machine is reached by SSH, on this computer alone.',
				next: ['Build it in your account, or set ssh_interface = "public_ip" to rehearse the rest'],
				exitCode: exitCodes.missing,
			},
		);
	}

	const named = (attribute: string): readonly string[] => all.flatMap(({ read }) => read(attribute) ?? []);
	return { subnets: named('subnet_id'), instanceProfiles: named('iam_instance_profile') };
};
