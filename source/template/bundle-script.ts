import type { PackageManager } from '../catalog/base-images.ts';
import type { ChosenBundle } from '../recipe/bundles.ts';
import { shellCommand, shellFile, shellQuote, shellScript, shellTemplate } from './shell.ts';

/** The variables that the shell provisioner sets; the token only where a repository is private. */
export const tokenVariable = 'GITHUB_OAUTH_TOKEN';
export const regionVariable = 'AWS_REGION';

/** Whether the installation must know the region of the build. */
export const needsRegion = ({ bundle }: ChosenBundle): boolean =>
	bundle.arguments?.some(({ value }) => value.includes('{region}')) ?? false;

const packageLines = (manager: PackageManager, packages: readonly string[]): string[] => {
	const names = packages.map(shellQuote).join(' ');
	return manager === 'apt'
		? [
				'sudo env DEBIAN_FRONTEND=noninteractive apt-get update',
				`sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y ${names}`,
			]
		: [`sudo yum install -y ${names}`];
};

const bootstrapLines = ({ bundle, version }: ChosenBundle): string[] => {
	const raw = bundle.repository.replace('https://github.com/', 'https://raw.githubusercontent.com/');
	return [
		// Piped into bash, a download that fails would pass as an empty script that works.
		'bootstrap=$(mktemp)',
		`trap 'rm -f "$bootstrap"' EXIT`,
		...shellCommand([
			['curl -fsSL --retry 5 -o "$bootstrap"'],
			[shellQuote(`${raw}/${version}/${bundle.name}`)],
		]),
		`bash "$bootstrap" --version ${shellQuote(version)}`,
	];
};

const moduleParameters = ({ bundle, values }: ChosenBundle): string[][] => [
	...(bundle.arguments ?? []).map(({ name, value }) => [
		'--module-param',
		shellTemplate(`${name}=${value}`, { region: regionVariable }),
	]),
	...bundle.parameters
		.filter(parameter => parameter.moment === 'install')
		.flatMap(({ name }) =>
			[values[name] ?? []]
				.flat()
				.filter(value => value !== '')
				.map(value => ['--module-param', shellQuote(`${name}=${value}`)]),
		),
];

const installLines = (chosen: ChosenBundle): string[] => {
	const { bundle, version } = chosen;
	const source = [
		['gruntwork-install'],
		['--repo', shellQuote(bundle.repository)],
		['--tag', shellQuote(version)],
	];
	switch (bundle.kind) {
		case 'bootstrap':
			return bootstrapLines(chosen);
		case 'module':
			return shellCommand([
				...source,
				['--module-name', shellQuote(bundle.name)],
				...moduleParameters(chosen),
			]);
		case 'binary':
			return [
				...shellCommand([...source, ['--binary-name', shellQuote(bundle.name)]]),
				'',
				'# It is left to the log-in user; root runs it, so nobody else may change it.',
				`sudo chown root:root ${shellQuote(`/usr/local/bin/${bundle.name}`)}`,
				`sudo chmod 755 ${shellQuote(`/usr/local/bin/${bundle.name}`)}`,
			];
	}
};

const fileLines = ({ bundle }: ChosenBundle): string[] => {
	const files = bundle.files ?? [];
	const folders = new Set(files.map(({ path }) => path.slice(0, path.lastIndexOf('/'))));
	return [
		...[...folders].map(folder => `mkdir -p ${shellQuote(folder)}`),
		...files.flatMap(({ path, lines }) => shellFile(path, lines)),
	];
};

/** The script that installs a bundle. It runs as the log-in user, as gruntwork-install expects, and uses sudo itself. */
export const bundleScript = (chosen: ChosenBundle, manager: PackageManager): string => {
	const { bundle } = chosen;
	const paragraphs = [
		bundle.needsToken ? [`: "\${${tokenVariable}:?is needed, ${bundle.repository} is private}"`] : [],
		packageLinesOf(chosen, manager),
		bundle.prepare?.[manager] ?? [],
		fileLines(chosen),
		installLines(chosen),
	].filter(lines => lines.length > 0);
	return shellScript(
		[`${bundle.title}: ${bundle.summary}.`],
		paragraphs.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines])),
	);
};

const packageLinesOf = ({ bundle }: ChosenBundle, manager: PackageManager): string[] => {
	const packages = bundle.packages?.[manager] ?? [];
	return packages.length === 0 ? [] : packageLines(manager, packages);
};
