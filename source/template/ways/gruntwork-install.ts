import type { ChosenBundle } from '../../recipe/bundles.ts';
import { shellCommand, shellQuote } from '../shell.ts';
import { installArguments } from './arguments.ts';
import type { InstallWay } from './way.ts';

const source = ({ bundle, version }: ChosenBundle): readonly string[][] => [
	['gruntwork-install'],
	['--repo', shellQuote(bundle.repository)],
	['--tag', shellQuote(version)],
];

/** A module of the repository, whose `install.sh` gets the parameters. */
export const module: InstallWay = {
	lines: chosen =>
		shellCommand([
			...source(chosen),
			['--module-name', shellQuote(chosen.bundle.name)],
			// The name is quoted with the value, and one without a value is a flag that is only named.
			...installArguments(chosen).map(({ name, word }) => [
				'--module-param',
				word === undefined ? shellQuote(name) : `${shellQuote(`${name}=`)}${word}`,
			]),
		]),
};

const checksum = 'sha256';

/** A program that hangs on the release. */
export const binary: InstallWay = {
	lines: chosen => {
		const path = shellQuote(`/usr/local/bin/${chosen.bundle.name}`);
		const sum = chosen.values.install[checksum];
		return [
			...shellCommand([...source(chosen), ['--binary-name', shellQuote(chosen.bundle.name)]]),
			// Its own flag for a checksum stands behind where fetch 0.4.8 looks for flags, and counts for nothing.
			...(typeof sum === 'string' && sum !== ''
				? [`echo ${shellQuote(`${sum}  ${path}`)} | sha256sum -c -`]
				: []),
			'',
			'# It is left to the log-in user; root runs it, so nobody else may change it.',
			`sudo chown root:root ${path}`,
			`sudo chmod 755 ${path}`,
		];
	},
};

/** A module of the service catalogue, which is told by variables of the environment and installs others in turn. */
export const service: InstallWay = {
	lines: chosen => [
		...installArguments(chosen).map(({ name, word }) => `export ${name}=${word ?? "''"}`),
		...shellCommand([...source(chosen), ['--module-name', shellQuote(chosen.bundle.name)]]),
	],
};
