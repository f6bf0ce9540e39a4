import { beforeEach, expect, test } from 'vitest';
import { endingExitCode } from '../../../source/builds/report/ending.ts';
import { explain } from '../../../source/builds/report/explain.ts';
import { bundles, findBundle } from '../../../source/catalog/bundles/index.ts';
import { renderTemplate } from '../../../source/template/render.ts';
import { type GitHub, startGitHub } from '../../helpers/github/github.ts';
import { type Machine, startMachine } from '../../helpers/github/machine.ts';
import { awsCli, catalogRepositories } from '../../helpers/github/modules.ts';
import { needs } from '../../helpers/needs.ts';
import { writtenRecipe } from '../../helpers/recipe.ts';
import { failedScript } from './failed-script.ts';

beforeEach(context => needs(context, 'containers', 'namespaces', 'openssl'));

/** The script of a step, and the files that Packer uploads for it, as a build has them. */
const scriptOf = ({ bundle: id, version, install = {}, more = {} }: Omit<Row, 'id'>): string => {
	const recipe = writtenRecipe({
		name: 'web',
		base: { image: 'ubuntu-20.04' },
		instanceType: 't3.micro',
		bundles: [{ id, install, ...(version !== undefined && { version }), more: { install: more } }],
	});
	const path = new RegExp(`^scripts/\\d+-${id}\\.sh$`);
	const files = renderTemplate(recipe, { profile: 'before-1.7', scripts: {} });
	return [
		...files
			.filter(file => file.path.startsWith(`files/${id}/`))
			.map(file => `echo of the tests >/tmp/${id}-${file.path.slice(`files/${id}/`.length)}`),
		files.find(file => path.test(file.path))?.content,
	].join('\n');
};

type Mishap = GitHub['mishaps'] extends Map<infer Asked, infer What> ? readonly [Asked, What] : never;

type Row = {
	/** What the step installs. */
	readonly bundle: string;
	readonly version?: string;
	readonly install?: Readonly<Record<string, string>>;
	/** Arguments of the person's own. */
	readonly more?: Readonly<Record<string, string>>;
	readonly mishap?: Mishap;
	readonly unreachable?: readonly string[];
	readonly unknown?: readonly string[];
	/** Empty: none. A public bundle has none but this. */
	readonly token?: string;
	readonly id: string;
};

const security = 'gruntwork-io/terraform-aws-security';

const anyRepository = { status: 502, message: 'Bad Gateway' } as const;
const limit = { status: 403, message: 'API rate limit exceeded for user ID 1.' } as const;

/** What each version of fetch tells in words of its own. */
const rows: Readonly<Record<string, Row>> = {
	'a token that is not valid': { bundle: 'ssh-grunt', token: 'cut', id: 'script.token-refused' },
	'an account that may not read it': { bundle: 'ntp', token: 'nothing', id: 'script.token-cannot-read' },
	'a token without the organisation': {
		bundle: 'ntp',
		token: 'not-authorised',
		id: 'script.token-organisation',
	},
	'too many requests': { bundle: 'ntp', mishap: ['tags', limit], id: 'script.github-limit' },
	'tags with 502': { bundle: 'ntp', mishap: ['tags', anyRepository], id: 'script.github-errors' },
	'an archive with 502': { bundle: 'ntp', mishap: ['zipball', anyRepository], id: 'script.github-errors' },
	'an asset with 502': { bundle: 'ssh-grunt', mishap: ['asset', anyRepository], id: 'script.github-errors' },
	'too many requests without a token': {
		bundle: 'gruntwork-packer-file-copy',
		mishap: ['tags', { status: 403, message: 'API rate limit exceeded for 203.0.113.7.' }],
		id: 'script.github-limit',
	},
	'no token': { bundle: 'ssh-grunt', token: '', id: 'script.token-missing' },
	'no such module': { bundle: 'auto-update', id: 'script.no-module' },
	'a module that leaves nothing': { bundle: 'aws-auth', id: 'script.not-installed' },
	'a file that the module expects': {
		bundle: 'elk-install-kibana',
		more: { 'config-file': '/tmp/config/own.yml' },
		id: 'script.asset-lost',
	},
	'no such version of a module': { bundle: 'ntp', version: 'v9.9.9', id: 'script.no-version' },
	'no such version of a program': { bundle: 'ssh-grunt', version: 'v9.9.9', id: 'script.no-version' },
	'an archive that is cut': { bundle: 'ntp', mishap: ['zipball', 'cut'], id: 'script.half-download' },
	'an asset that is cut': { bundle: 'ssh-grunt', mishap: ['asset', 'cut'], id: 'script.half-download' },
	'a release without the asset': { bundle: 'ssh-grunt', mishap: ['release', 'lost'], id: 'script.no-asset' },
	'an asset with 404': {
		bundle: 'ssh-grunt',
		mishap: ['asset', { status: 404, message: 'Not Found' }],
		id: 'script.no-asset',
	},
	'the API out of reach': { bundle: 'ntp', unreachable: ['api.github.com'], id: 'script.no-network' },
	'archives out of reach': { bundle: 'ntp', unreachable: ['codeload.github.com'], id: 'script.no-network' },
	'assets out of reach': {
		bundle: 'ssh-grunt',
		unreachable: ['release-assets.githubusercontent.com'],
		id: 'script.no-network',
	},
	'no name for the API': { bundle: 'ntp', unknown: ['api.github.com'], id: 'script.no-host' },
	'no name for archives': { bundle: 'ntp', unknown: ['codeload.github.com'], id: 'script.no-host' },
	'no name for assets': {
		bundle: 'ssh-grunt',
		unknown: ['release-assets.githubusercontent.com'],
		id: 'script.no-host',
	},
	'a public page with 502': {
		bundle: 'gruntwork-packer-file-copy',
		mishap: ['page', anyRepository],
		id: 'script.github-page',
	},
	'a public page out of reach': {
		bundle: 'gruntwork-packer-file-copy',
		unreachable: ['github.com'],
		id: 'script.github-page',
	},
};

/** What the bootstrap tells, before there is a fetch. */
const bootstrapRows: Readonly<Record<string, Row>> = {
	'no such installer': { bundle: 'gruntwork-installer', version: 'v9.9.9', id: 'script.not-there' },
	'no such fetch': {
		bundle: 'gruntwork-installer',
		install: { 'fetch-version': 'v9.9.9' },
		id: 'script.no-version',
	},
	'fetch with 502': {
		bundle: 'gruntwork-installer',
		mishap: ['download', anyRepository],
		id: 'script.github-errors',
	},
	'half of fetch': { bundle: 'gruntwork-installer', mishap: ['download', 'cut'], id: 'script.half-download' },
	'no name for the script': {
		bundle: 'gruntwork-installer',
		unknown: ['raw.githubusercontent.com'],
		id: 'script.no-host',
	},
	'no name for fetch': { bundle: 'gruntwork-installer', unknown: ['github.com'], id: 'script.no-network' },
	'the script out of reach': {
		bundle: 'gruntwork-installer',
		unreachable: ['raw.githubusercontent.com'],
		id: 'script.no-network',
	},
	'fetch out of reach': {
		bundle: 'gruntwork-installer',
		unreachable: ['github.com'],
		id: 'script.no-network',
	},
};

/** No half of a program counts as a whole one, whichever it is. */
const halves: Readonly<Record<string, Row>> = Object.fromEntries(
	bundles
		.filter(({ id, way, obstacle }) => way === 'binary' && obstacle === undefined && id !== 'ssh-grunt')
		.map(({ id }) => [id, { bundle: id, mishap: ['asset', 'cut'], id: 'script.half-download' }]),
);

/** The ways that need neither. */
const otherRows: Readonly<Record<string, Row>> = {
	'no such version': { bundle: 'consul-install', version: 'v9.9.9', id: 'script.no-version' },
	'github.com out of reach': {
		bundle: 'consul-install',
		unreachable: ['github.com'],
		id: 'script.no-network',
	},
	'no name for github.com': { bundle: 'consul-install', unknown: ['github.com'], id: 'script.no-host' },
	'half of an archive': { bundle: 'aws-cli', mishap: ['other', 'cut'], id: 'script.fetch' },
	'no name for an archive': { bundle: 'aws-cli', unknown: ['awscli.amazonaws.com'], id: 'script.no-host' },
};

type Outcome = {
	readonly day: string;
	readonly id: string | undefined;
	readonly code: number;
	/** Whether it is told in a sentence, with what to do. */
	readonly isTold: boolean;
};

const outcomeOf = async (github: GitHub, machine: Machine, row: Row): Promise<Omit<Outcome, 'day'>> => {
	const { bundle, mishap, unreachable, unknown } = row;
	const { token = findBundle(bundle)?.needsToken ? 'read' : '' } = row;
	if (mishap) {
		github.mishaps.set(...mishap);
	}

	const { code, output } = await machine.run(scriptOf(row), {
		...(unreachable && { unreachable }),
		...(unknown && { unknown }),
		environment: { AWS_REGION: 'eu-west-1', ...(token !== '' && { GITHUB_OAUTH_TOKEN: token }) },
	});
	github.mishaps.clear();
	if (code === 0) {
		return { id: 'it ended well', code, isTold: false };
	}

	const timeline = failedScript('1.6.6', output.trimEnd().split('\n'), code, bundle);
	const { id, what = '', next = '' } = explain(timeline) ?? {};
	process.stdout.write(`  ${what} ${next}\n`);
	return {
		id,
		code: endingExitCode(timeline),
		isTold: /^The script of .+: .+\.$/.test(what) && next.endsWith('.'),
	};
};

test('what goes wrong between a machine and GitHub is told for what it is, by each fetch', async () => {
	const repositories = new Map(catalogRepositories());
	const here = repositories.get(security);
	if (here) {
		const files = new Map([...here.files].filter(([file]) => !file.startsWith('modules/auto-update/')));
		files.set('modules/aws-auth/install.sh', '#!/bin/sh\n');
		repositories.set(security, { ...here, files });
	}

	const github = await startGitHub({
		repositories,
		others: awsCli(),
		tokens: new Map((['read', 'nothing', 'not-authorised'] as const).map(power => [power, power])),
	});
	const machine = await startMachine(github);
	const outcomes: Outcome[] = [];
	const wanted: Outcome[] = [];
	const add = async (name: string, some: Readonly<Record<string, Row>>): Promise<void> => {
		for (const [what, row] of Object.entries(some)) {
			const day = `${name}: ${what}`;
			process.stdout.write(`${day.padEnd(48)} ${row.id}\n`);
			outcomes.push({ day, ...(await outcomeOf(github, machine, row)) });
			wanted.push({ day, id: row.id, code: 1, isTold: true });
		}
	};

	await add('bootstrap', bootstrapRows);
	await add('other ways', otherRows);
	for (const version of ['v0.4.6', 'v0.4.8']) {
		for (const ready of [
			{ bundle: 'gruntwork-installer', install: { 'fetch-version': version } },
			{ bundle: 'bash-commons' },
		]) {
			const { code, output } = await machine.run(scriptOf(ready));
			expect(code, output).toBe(0);
		}

		await add(`fetch ${version}`, rows);
	}

	await add('half of', halves);

	expect(outcomes).toEqual(wanted);
}, 300_000);
