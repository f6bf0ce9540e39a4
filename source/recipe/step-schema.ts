import * as z from 'zod';
import { lineValue as line, nameValue as name, object, textValue as text } from './schema-parts.ts';

const stepBase = {
	name,
	/** Before or after the bundles, where the Recipe's order does not say it. */
	position: z.enum(['before', 'after']).default('before'),
};

/** Whether it restarts the machine. */
const restarts = z.boolean().optional();

/** A variable of the environment. */
export const variablePattern = /^[A-Za-z_][A-Za-z0-9_]*$/;
const variableRule = 'A variable has letters, digits and _ only, and begins with no digit.';
const variable = z.string().regex(variablePattern, { message: variableRule });

export const userPattern = /^[a-z_][a-z0-9_-]{0,31}$/;
export const userRule = 'A user looks like www-data.';
const user = z.string().regex(userPattern, { message: userRule });

/** A place on the machine. */
export const machinePathPattern = /^\/(?!.*\/\.\.?(\/|$))[^\0\n\r]*$/;
export const machinePathRule =
	'A place on the machine looks like /etc/nginx/nginx.conf, without . and .. in it.';
const machinePath = line.regex(machinePathPattern, { message: machinePathRule });

/** How what a step runs is run. */
const run = {
	/**
	 * What it finds in its environment: a value, or the variable of the environment of Packer that holds one which nobody
	 * may see. No Recipe holds a secret.
	 */
	environment: z.record(variable, z.union([line, object({ from: variable })])).optional(),
	/** As whom it runs; the log-in user if missing. */
	user: user.optional(),
	/** The folder of the machine in which it runs; the home of the log-in user if missing. */
	folder: machinePath.optional(),
};

/**
 * A package as apt, yum and dnf call it, or as people do. Apt takes a hyphen at the end for the wish to remove it, and all of
 * them a hyphen in front for a flag.
 */
export const packagePattern = /^[A-Za-z0-9](?:[\w+.:~-]{0,98}[\w+])?$/;
export const packageNameRule =
	'A package has letters, digits and + . : ~ _ - only, and begins and ends with a letter or a digit.';

/** A provisioner block of HCL with nothing but comments before it, and its type. */
export const provisionerPattern =
	/^(?:\s*(?:#|\/\/).*\n|\s*\n)*\s*(?<cleanup>error-cleanup-)?provisioner\s+"(?<type>[\w-]+)"\s*\{[\s\S]*\}\s*$/;

/** Who waits longer waits for something that a check could tell. */
const longestPause = 3600;

/** A step of the person's own, of any kind: each has a key that no other one has. */
export const stepSchema = z.union([
	/** Commands. */
	object({ ...stepBase, restarts, ...run, inline: z.array(text).min(1) }),
	/** Packages of the system, by the name that people know or the one that they have there. */
	object({
		...stepBase,
		restarts,
		packages: z.array(z.string().regex(packagePattern, { message: packageNameRule })).min(1),
	}),
	/** A script file. */
	object({ ...stepBase, restarts, ...run, script: line.min(1) }),
	/** A command that must end with an exit code, or there is no image. */
	object({ ...stepBase, ...run, check: line.min(1), exitCode: z.int().min(0).max(255).default(0) }),
	/** A file or a folder, and where it goes: a folder's contents go into the folder there. Whose it is; root's if missing. */
	object({ ...stepBase, upload: line.min(1), to: machinePath, user: user.optional() }),
	/** A playbook of Ansible, which runs on the machine, or from here. */
	object({
		...stepBase,
		playbook: line.min(1),
		from: z.enum(['machine', 'here']).default('machine'),
		/** The folder with all that it needs, its roles among it, which goes to the machine; it alone if missing. */
		project: line.min(1).optional(),
		/** Variables that it gets, plain ones. */
		variables: z.record(variable, line).optional(),
	}),
	/** What Chef does on the machine, without a server. */
	object({
		...stepBase,
		cookbooks: z.array(line.min(1)).min(1),
		runList: z.array(line.min(1)).min(1),
		/** The version of Chef; the newest if missing. */
		chefVersion: line.regex(/^[\w.]+$/, { message: 'A version looks like 18.5.0.' }).optional(),
	}),
	/** A restart of the machine. */
	object({ ...stepBase, restart: z.literal(true) }),
	/** Seconds in which nothing happens. */
	object({ ...stepBase, pause: z.int().min(1).max(longestPause) }),
	/** A provisioner of the template, kept as it stands. */
	object({
		...stepBase,
		hcl: text.regex(provisionerPattern, {
			message: 'It is one block of a template: provisioner "shell" { … }.',
		}),
	}),
]);
