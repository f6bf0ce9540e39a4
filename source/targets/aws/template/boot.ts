import type { BootCommand } from '../../../catalog/bundles/schema.ts';
import { addressEnd } from '../../../catalog/regions.ts';
import { resolveBase } from '../../../recipe/base.ts';
import { type ChosenBundle, chosenBundles, holds, type ParameterValues } from '../../../recipe/bundles.ts';
import type { Recipe } from '../../../recipe/schema.ts';
import { valueWords } from '../../../template/bundle-values.ts';
import { shellCommand, shellQuote, shellScript, shellTemplate } from '../../../template/shell.ts';

type BootFlag = BootCommand['flags'][number];

const valueMark = '{value}';

const named = (flag: string | undefined, word: string | undefined): string[] => [
	...(flag === undefined ? [] : [shellQuote(flag)]),
	...(word === undefined ? [] : [word]),
];

/** What the Recipe says of the place where a server boots. */
type Place = {
	/** The name of the SSH server's unit. */
	readonly sshService: string;
	/** What AWS's addresses end with. */
	readonly aws: string;
};

const flagGroups = (flag: BootFlag, chosen: ChosenBundle, { aws }: Place): string[][] => {
	if (!holds(flag.when, chosen.values, 'boot')) {
		return [];
	}

	if (flag.value !== undefined) {
		const value = flag.value.replace('{aws}', aws);
		return [named(flag.flag, shellTemplate(`${flag.prefix ?? ''}${value}`, { region: 'region' }))];
	}

	const parameter = chosen.bundle.parameters.find(
		({ name, moment }) => moment === 'boot' && name === flag.parameter,
	);
	if (parameter === undefined) {
		return [named(flag.flag, undefined)];
	}

	if (flag.flag?.includes(valueMark)) {
		return [[shellQuote(flag.flag.replace(valueMark, String(chosen.values.boot[parameter.name])))]];
	}

	const words = valueWords(chosen, parameter, {
		prefix: flag.prefix,
		change: value => (flag.wrapKey ? value.replace(/^([^=]*)=/, '<__$1__>=') : value),
	});
	return words.length === 0 && flag.keepEmpty ? [["''"]] : words.map(word => named(flag.flag, word));
};

const moreGroups = (values: ParameterValues): string[][] =>
	Object.entries(values).flatMap(([name, value]) =>
		[value].flat().map(one => named(`--${name}`, one === '' ? undefined : shellQuote(one))),
	);

/** The commands of a bundle that run with its values; the person's own flags go to those that are marked, or the first. */
const commandsOf = ({
	bundle,
	values,
}: ChosenBundle): readonly (readonly [BootCommand, takesMore: boolean])[] => {
	const commands = bundle.boot.filter(({ when }) => holds(when, values, 'boot'));
	const marked = commands.filter(({ more }) => more);
	const taking = marked.length > 0 ? marked : commands.slice(0, 1);
	return commands.map(command => [command, taking.includes(command)]);
};

const bundleLines = (chosen: ChosenBundle, place: Place): string[] => [
	'',
	`# ${chosen.bundle.title}: ${chosen.bundle.summary}.`,
	...commandsOf(chosen).flatMap(([{ command, flags }, takesMore]) => [
		// It is on the servers only, where shellcheck does not look.
		...(command[0] === 'source' ? ['# shellcheck source=/dev/null'] : []),
		...shellCommand([
			command.map(word => shellQuote(word.replace('{ssh_service}', place.sshService))),
			...flags.flatMap(flag => flagGroups(flag, chosen, place)),
			...(takesMore ? moreGroups(chosen.more.boot) : []),
		]),
	]),
];

const asksForRegion = (chosen: ChosenBundle): boolean =>
	commandsOf(chosen).some(([{ flags }]) =>
		flags.some(({ value, when }) => value?.includes('{region}') && holds(when, chosen.values, 'boot')),
	);

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

/** The names of the variables that hold what the boot commands need and no file may hold. */
export const secretsAtBoot = (recipe: Recipe): readonly string[] => [
	...new Set(
		bundlesAtBoot(recipe).flatMap(({ bundle, values }) =>
			bundle.parameters
				.filter(({ kind, when }) => kind === 'secret' && holds(when, values, 'boot'))
				.flatMap(({ name }) => [values.boot[name] ?? []].flat().filter(variable => variable !== '')),
		),
	),
];

const secretLines = (names: readonly string[]): readonly string[] =>
	names.length === 0
		? []
		: [
				'',
				'# Secrets are in no file: let each line read its own from where you keep it, for example by',
				'# aws secretsmanager get-secret-value --query SecretString --output text --secret-id NAME',
				...names.map(name => `: "\${${name}:?has to be read here, before it is used}"`),
			];

/** The chosen bundles that have something to do when a server boots, in the order in which they do it. */
export const bundlesAtBoot = (recipe: Recipe): readonly ChosenBundle[] =>
	chosenBundles(recipe)
		.filter(chosen => commandsOf(chosen).length > 0)
		.toSorted((a, b) => (a.bundle.bootRank ?? 0) - (b.bundle.bootRank ?? 0));

/**
 * The script that a server made from the image runs as its user data, once, as root. Flags of the bundles' boot
 * commands are filled with the Recipe's values.
 */
export const bootScript = (recipe: Recipe): string => {
	const ordered = bundlesAtBoot(recipe);
	if (ordered.length === 0) {
		return shellScript(
			[
				`User data for servers made from the image ${recipe.name}. Nothing has to happen at boot: all that was`,
				'chosen is in the image. Lines added here run as root when a server boots for the first time.',
			],
			[],
		);
	}

	// Ubuntu 24.04 and newer know the service by this name only, until it is enabled.
	const sshService = resolveBase(recipe).packageManager === 'apt' ? 'ssh' : 'sshd';
	const place = { sshService, aws: addressEnd(recipe.aws.region) };
	return shellScript(
		[
			`User data for servers made from the image ${recipe.name}: runs as root when a server boots for the first time.`,
		],
		[
			'# What is printed here stays in a file and shows in the console output of the server.',
			'exec > >(tee /var/log/user-data.log | logger -t user-data -s 2>/dev/console) 2>&1',
			...secretLines(secretsAtBoot(recipe)),
			...(ordered.some(asksForRegion) ? regionLines : []),
			...ordered.flatMap(bundle => bundleLines(bundle, place)),
		],
	);
};
