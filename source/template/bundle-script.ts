import type { PackageManager } from '../catalog/base-images.ts';
import type { Bundle } from '../catalog/bundles/schema.ts';
import type { ChosenBundle } from '../recipe/bundles.ts';
import { placedFiles } from './bundle-files.ts';
import { shellQuote, shellScript } from './shell.ts';
import { installWays } from './ways/index.ts';
import { tokenVariable } from './ways/way.ts';

/** Whether the installation must know the region of the build. */
export const needsRegion = ({ bundle }: ChosenBundle): boolean =>
	bundle.arguments?.some(({ value }) => value?.includes('{region}')) ?? false;

/** What a bundle has for a package manager: dnf takes what yum does. */
const ofManager = (lists: Bundle['packages'], manager: PackageManager): readonly string[] =>
	lists?.[manager] ?? (manager === 'dnf' ? lists?.yum : undefined) ?? [];

const packageLines = ({ bundle }: ChosenBundle, manager: PackageManager): string[] => {
	const packages = [...(installWays[bundle.way].packages ?? []), ...ofManager(bundle.packages, manager)];
	const names = [...new Set(packages)].map(shellQuote).join(' ');
	if (names === '') {
		return [];
	}

	return manager === 'apt'
		? [
				'sudo env DEBIAN_FRONTEND=noninteractive apt-get update',
				`sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y ${names}`,
			]
		: [`sudo ${manager} install -y ${names}`];
};

/** Packer uploads as the log-in user, who may not write everywhere. */
const fileLines = (chosen: ChosenBundle): string[] => {
	const files = placedFiles(chosen);
	const folders = new Set(files.map(({ place }) => place.slice(0, place.lastIndexOf('/'))));
	const asRoot = (path: string): string => (path.startsWith('/tmp/') ? '' : 'sudo ');
	return [
		...[...folders].map(folder => `${asRoot(folder)}mkdir -p ${shellQuote(folder)}`),
		...files.map(
			({ uploaded, place }) => `${asRoot(place)}install -m 644 ${shellQuote(uploaded)} ${shellQuote(place)}`,
		),
	];
};

const sayNothingDone = (what: string, orElse: string): string =>
	`  echo ${shellQuote(`${what} is not there, or ${orElse}: the installation did not do its work.`)} >&2`;

/** A test that fails says nothing by itself. */
const missing = (test: string, what: string): readonly string[] => [
	`${test} || {`,
	sayNothingDone(what, 'empty'),
	'  exit 1',
	'}',
];

/** Nor do some programs; the code of one tells more. */
const failing = (call: string, what: string): readonly string[] => [
	`${call} >/dev/null || {`,
	'  code=$?',
	sayNothingDone(what, 'does not run'),
	'  exit "$code"',
	'}',
];

/** Half a download can pass for a whole one until somebody looks. */
const proofLines = ({ bundle }: ChosenBundle, manager: PackageManager): readonly string[] => {
	const proofs = bundle.proof.filter(({ on }) => on?.includes(manager) ?? true);
	return proofs.length === 0
		? []
		: [
				'# What was installed is there, and whole.',
				...proofs.flatMap(proof =>
					'run' in proof
						? failing(proof.run.map(shellQuote).join(' '), bundle.title)
						: 'file' in proof
							? missing(`sudo test -s ${shellQuote(proof.file)}`, proof.file)
							: missing(`[[ -s $(type -P ${shellQuote(proof.program)}) ]]`, proof.program),
				),
			];
};

/** The script that installs a bundle. It runs as the log-in user, as gruntwork-install expects, and uses sudo itself. */
export const bundleScript = (chosen: ChosenBundle, manager: PackageManager): string => {
	const { bundle } = chosen;
	const paragraphs = [
		bundle.needsToken ? [`: "\${${tokenVariable}:?is needed, ${bundle.repository} is private}"`] : [],
		packageLines(chosen, manager),
		ofManager(bundle.prepare, manager),
		fileLines(chosen),
		installWays[bundle.way].lines(chosen),
		bundle.afterwards ?? [],
		proofLines(chosen, manager),
	].filter(lines => lines.length > 0);
	return shellScript(
		[`${bundle.title}: ${bundle.summary}.`],
		paragraphs.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines])),
	);
};
