import { exitCodes, Problem } from '../base/problem.ts';
import { withUnixEnds } from '../base/script-text.ts';
import type { PackageManager } from '../catalog/base-images.ts';
import type { RecipeStep } from '../recipe/schema.ts';
import { bundleScript } from './bundle-script.ts';
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

/** A text as Unix has it: Packer takes scripts as they are, and no interpreter takes a byte-order mark. */
const unixText = (text: string): string => withUnixEnds(text.replace(/^\ufeff/, ''));

const ownScript = (step: RecipeStep, scripts: Readonly<Record<string, string>>): string => {
	if ('inline' in step) {
		const lines = unixText(step.inline.join('\n'));
		// Commands that name their own interpreter are a script of their own.
		return lines.startsWith('#!') ? `${lines}\n` : shellScript([], [lines]);
	}

	const found = Object.hasOwn(scripts, step.script) ? scripts[step.script] : undefined;
	if (found === undefined) {
		throw new Problem(`The script ${step.script} of the step ${step.name} is missing.`, {
			reason: 'Its lines become a part of the template.',
			next: ['Name another file, or write it first.'],
			exitCode: exitCodes.usage,
		});
	}

	const content = unixText(found);
	return content.startsWith('#!') ? content : `#!/usr/bin/env bash\n${content}`;
};

/**
 * The text of a step's script.
 * @param scripts the contents of the person's own script files, by the path in the Recipe.
 * @throws Problem (exit 2) if a script file is not among them.
 */
export const stepScript = (
	step: ProvisioningStep,
	manager: PackageManager,
	scripts: Readonly<Record<string, string>>,
): string => {
	if (step.bundle) {
		return bundleScript(step.bundle, manager);
	}

	return step.step ? ownScript(step.step, scripts) : waitScript(manager);
};
