import type { Bundle } from '../catalog/bundles.ts';
import { resolveBase } from '../recipe/base.ts';
import { type ChosenBundle, chosenBundles } from '../recipe/bundles.ts';
import type { Recipe } from '../recipe/schema.ts';
import { shellCommand, shellQuote, shellScript, shellTemplate } from './shell.ts';

type BootFlag = Bundle['boot'][number]['flags'][number];

const flagGroups = (flag: BootFlag, values: ChosenBundle['values']): string[][] => {
	if (flag.value !== undefined) {
		return [[flag.flag, shellTemplate(`${flag.prefix ?? ''}${flag.value}`, { region: 'region' })]];
	}

	if (flag.parameter === undefined) {
		return [[flag.flag]];
	}

	return [values[flag.parameter] ?? []]
		.flat()
		.filter(value => value !== '')
		.map(value => {
			const filled = flag.wrapKey ? value.replace(/^([^=]*)=/, '<__$1__>=') : value;
			return [flag.flag, shellQuote(`${flag.prefix ?? ''}${filled}`)];
		});
};

const bundleLines = ({ bundle, values }: ChosenBundle, sshService: string): string[] => [
	'',
	`# ${bundle.title}: ${bundle.summary}.`,
	...bundle.boot.flatMap(({ command, flags }) =>
		shellCommand([
			command.map(word => shellQuote(word.replace('{ssh_service}', sshService))),
			...flags.flatMap(flag => flagGroups(flag, values)),
		]),
	),
];

const asksForRegion = ({ bundle }: ChosenBundle): boolean =>
	bundle.boot.some(({ flags }) => flags.some(({ value }) => value?.includes('{region}')));

const metadata = 'http://169.254.169.254/latest';
const regionLines = [
	'',
	'# The region of this server.',
	...shellCommand([
		['token=$(curl -fsS --retry 5 -X PUT'],
		["-H 'X-aws-ec2-metadata-token-ttl-seconds: 60'"],
		[`${metadata}/api/token)`],
	]),
	...shellCommand([
		['region=$(curl -fsS --retry 5'],
		['-H "X-aws-ec2-metadata-token: $token"'],
		[`${metadata}/meta-data/placement/region)`],
	]),
];

/**
 * The script that a server made from the image runs as its user data, once, as root. Flags of the bundles' boot
 * commands are filled with the Recipe's values.
 */
export const bootScript = (recipe: Recipe): string => {
	const chosen = chosenBundles(recipe).filter(({ bundle }) => bundle.boot.length > 0);
	if (chosen.length === 0) {
		return shellScript(
			[
				`User data for servers made from the image ${recipe.name}. Nothing has to happen at boot: all that was`,
				'chosen is in the image. Lines added here run as root when a server boots for the first time.',
			],
			[],
		);
	}

	const ordered = [
		...chosen.filter(({ bundle }) => bundle.bootFirst),
		...chosen.filter(({ bundle }) => !bundle.bootFirst),
	];
	// Ubuntu 24.04 and newer know the service by this name only, until it is enabled.
	const sshService = resolveBase(recipe).packageManager === 'apt' ? 'ssh' : 'sshd';
	return shellScript(
		[
			`User data for servers made from the image ${recipe.name}: runs as root when a server boots for the first time.`,
		],
		[
			'# What is printed here stays in a file and shows in the console output of the server.',
			'exec > >(tee /var/log/user-data.log | logger -t user-data -s 2>/dev/console) 2>&1',
			...(ordered.some(asksForRegion) ? regionLines : []),
			...ordered.flatMap(bundle => bundleLines(bundle, sshService)),
		],
	);
};
