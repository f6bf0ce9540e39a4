import { exitCodes, Problem } from '../base/problem.ts';
import type { PackageManager } from '../catalog/base-images.ts';
import type { PackageSystem } from '../catalog/packages/index.ts';
import { isPackagesStep } from '../recipe/packages.ts';
import type { RecipeStep } from '../recipe/schema.ts';
import { holdsStep } from '../recipe/script-commands.ts';
import { scriptStart, strictMode, unixText } from '../recipe/script-start.ts';
import { shellCommands } from '../recipe/shell-commands.ts';
import { bundleScript } from './bundle-script.ts';
import { ownStepScript } from './own-scripts.ts';
import { packagesScript } from './packages-script.ts';
import { shellCommand, shellScript } from './shell.ts';
import type { ProvisioningStep } from './steps.ts';

const aptLines = [
	'',
	'# Updates that a timer starts would hold the lock of apt. The timers are back at the next boot.',
	'sudo systemctl stop apt-daily.timer apt-daily-upgrade.timer || true',
	...shellCommand([
		['sudo timeout 10m systemd-run --quiet --wait'],
		["--property='After=apt-daily.service apt-daily-upgrade.service'"],
		['true || true'],
	]),
];

const waitScript = (manager: PackageManager): string =>
	shellScript(
		['A machine that has just started sets itself up; what is installed meanwhile meets its locks.'],
		[
			'# In a container nothing starts by itself.',
			'[[ -d /run/systemd/system ]] || exit 0',
			'',
			'if command -v cloud-init >/dev/null; then',
			'  code=0',
			'  sudo timeout 10m cloud-init status --wait || code=$?',
			'  case $code in',
			'    # 2: it is done, though something was not perfect.',
			'    0 | 2) ;;',
			'    124)',
			"      echo 'cloud-init is not done after 10 minutes. It says:' >&2",
			'      sudo timeout 1m cloud-init status --long >&2 || true',
			'      exit 1',
			'      ;;',
			'    *) exit "$code" ;;',
			'  esac',
			'fi',
			...(manager === 'apt' ? aptLines : []),
		],
	);

/** Why a line stands there that the person did not write. */
const strictLine = `${strictMode} # what fails ends the build; a "set" of yours as the first command counts instead`;

/** What a script says as its last word if what it leaves in the background holds the step, which nothing else tells. */
const holdLines = (text: string): readonly string[] =>
	shellCommands(text).some(holdsStep)
		? [
				'# What is left in the background holds the step as long as it runs; this says so.',
				`trap 'left=$(jobs -r); [[ -z $left ]] || echo "This script is over. What it left in the background holds the step: $left" >&2' EXIT`,
			]
		: [];

/** A script as it is run: by bash, and strictly, unless its first lines say otherwise. */
const strictScript = (text: string): string => {
	const { hasInterpreter, isOpen } = scriptStart(text);
	const [first = '', ...rest] = text.split('\n');
	const [interpreter, lines] = hasInterpreter ? [first, rest] : ['#!/usr/bin/env bash', [first, ...rest]];
	return [interpreter, ...(isOpen ? [strictLine, ...holdLines(text)] : []), ...lines].join('\n');
};

const ownScript = (
	step: Extract<RecipeStep, { readonly inline: unknown } | { readonly script: unknown }>,
	scripts: Readonly<Record<string, string>>,
): string => {
	if ('inline' in step) {
		const lines = unixText(step.inline.join('\n'));
		// Commands that name their own interpreter are a script of their own.
		return lines.startsWith('#!')
			? strictScript(`${lines}\n`)
			: shellScript([], [...holdLines(lines), lines]);
	}

	const found = Object.hasOwn(scripts, step.script) ? scripts[step.script] : undefined;
	if (found === undefined) {
		throw new Problem(`The script ${step.script} of the step ${step.name} is missing.`, {
			reason: 'Its lines become a part of the template.',
			next: ['Name another file, or write it first.'],
			exitCode: exitCodes.usage,
		});
	}

	return strictScript(unixText(found));
};

/**
 * The text of a step's script.
 * @param scripts the contents of the person's own script files, by the path in the Recipe.
 * @throws Problem (exit 2) if a script file is not among them.
 */
export const stepScript = (
	{ step, bundle }: ProvisioningStep,
	system: PackageSystem,
	scripts: Readonly<Record<string, string>>,
): string => {
	if (bundle) {
		return bundleScript(bundle, system.manager);
	}

	if (step === undefined) {
		return waitScript(system.manager);
	}

	if (isPackagesStep(step)) {
		return packagesScript(step, system);
	}

	return 'inline' in step || 'script' in step
		? ownScript(step, scripts)
		: (ownStepScript(step, system) ?? '');
};
