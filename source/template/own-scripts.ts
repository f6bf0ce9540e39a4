import path from 'node:path';
import type { PackageSystem } from '../catalog/packages/index.ts';
import type { RecipeStep } from '../recipe/schema.ts';
import type { StepOf } from '../recipe/step-kinds.ts';
import { stagedPath } from '../recipe/upload-doubts.ts';
import { installLines } from './packages-script.ts';
import { shellQuote, shellScript } from './shell.ts';

/** The sentence by which a check says that it does not hold; what tells of a build that failed knows it. */
const checkFailed = (name: string): string => `The check ${name} does not hold:`;

const checkScript = ({ name, check, exitCode }: StepOf<'check'>): string =>
	shellScript(
		[`This must hold, or there is no image: it ends with exit code ${exitCode}.`],
		[
			'code=0',
			`bash -o pipefail -c ${shellQuote(check)} || code=$?`,
			`((code == ${exitCode})) || {`,
			`  echo "${checkFailed(name)} exit code $code, and ${exitCode} is needed." >&2`,
			'  exit 1',
			'}',
		],
	);

const restartScript = (): string =>
	shellScript(
		['The machine restarts. Packer waits for it.'],
		[
			'sudo systemctl reboot',
			'# The restart ends this.',
			'sleep 300',
			"echo 'The machine did not restart within 5 minutes.' >&2",
			'exit 1',
		],
	);

const pauseScript = ({ pause }: StepOf<'pause'>): string =>
	shellScript(['Nothing happens for a while.'], [`sleep ${pause}`]);

const uploadScript = ({ upload, to, user = 'root' }: StepOf<'upload'>): string => {
	const name = path.posix.basename(upload.replaceAll('\\', '/'));
	const uploaded = stagedPath(upload);
	const file = to.endsWith('/') ? `${to}${name}` : to;
	const folder = to.replace(/\/*$/, '/');
	const owner = shellQuote(`${user}:`);
	return shellScript(
		['What Packer uploaded as the log-in user goes to its place.'],
		[
			`uploaded=${shellQuote(uploaded)}`,
			`sudo chown -R ${owner} "$uploaded"`,
			'if [[ ! -d $uploaded ]]; then',
			...(file === uploaded
				? []
				: [
						`  sudo mkdir -p ${shellQuote(path.posix.dirname(file))}`,
						`  sudo mv -T "$uploaded" ${shellQuote(file)}`,
					]),
			'  exit',
			'fi',
			...(folder === `${uploaded}/`
				? []
				: [
						'',
						'# What is in a folder goes into the other one, which keeps what it has.',
						`sudo mkdir -p ${shellQuote(folder)}`,
						'shopt -s dotglob nullglob',
						'for one in "$uploaded"/*; do',
						`  sudo cp -a "$one" ${shellQuote(folder)}`,
						'done',
						'sudo rm -rf "$uploaded"',
					]),
		],
	);
};

const playbookScript = (system: PackageSystem): string =>
	shellScript(
		['Ansible runs the playbook on the machine, so it has to be there.'],
		[
			'if ! command -v ansible-playbook >/dev/null; then',
			...installLines(['ansible'], system).map(line => (line === '' ? line : `  ${line}`)),
			'fi',
		],
	);

/** The script of a step of the person's own that is written for what it does; undefined if it is their own text. */
export const ownStepScript = (step: RecipeStep, system: PackageSystem): string | undefined => {
	if ('check' in step) {
		return checkScript(step);
	}

	if ('upload' in step) {
		return uploadScript(step);
	}

	if ('playbook' in step) {
		return playbookScript(system);
	}

	return 'pause' in step ? pauseScript(step) : 'restart' in step ? restartScript() : undefined;
};
