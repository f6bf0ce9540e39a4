import { beforeEach, expect, test } from 'vitest';
import { endingExitCode } from '../../../source/builds/report/ending.ts';
import { explain } from '../../../source/builds/report/explain.ts';
import { recipeSchema } from '../../../source/recipe/schema.ts';
import { renderTemplate } from '../../../source/template/render.ts';
import { type GitHub, startGitHub } from '../../helpers/github/github.ts';
import { type Machine, startMachine } from '../../helpers/github/machine.ts';
import { catalogRepositories } from '../../helpers/github/modules.ts';
import { needs } from '../../helpers/needs.ts';
import { failedScript } from './failed-script.ts';

beforeEach(context => needs(context, 'containers', 'namespaces', 'openssl'));

const scriptOf = (id: string, version?: string, install: Readonly<Record<string, string>> = {}): string => {
	const recipe = recipeSchema.parse({
		version: 1,
		name: 'web',
		base: { image: 'ubuntu-24.04' },
		instanceType: 't3.micro',
		bundles: [{ id, install, ...(version !== undefined && { version }) }],
	});
	const path = new RegExp(`^scripts/\\d+-${id}\\.sh$`);
	return (
		renderTemplate(recipe, { profile: 'before-1.7', scripts: {} })
			.find(file => path.test(file.path))
			// Debian has no such package; everything else is as it is written.
			?.content.replace(/^sudo env .*apt-get.*\n/gm, '') ?? ''
	);
};

type Mishap = GitHub['mishaps'] extends Map<infer Asked, infer What> ? readonly [Asked, What] : never;

type Row = {
	/** What the step installs. */
	readonly bundle: string;
	readonly version?: string;
	readonly install?: Readonly<Record<string, string>>;
	readonly mishap?: Mishap;
	readonly unreachable?: readonly string[];
	readonly token?: string;
	readonly id: string;
};

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
	'no such version of a module': { bundle: 'ntp', version: 'v9.9.9', id: 'script.no-version' },
	'no such version of a program': { bundle: 'ssh-grunt', version: 'v9.9.9', id: 'script.no-version' },
	'an archive that is cut': { bundle: 'ntp', mishap: ['zipball', 'cut'], id: 'script.half-download' },
	'an asset that is cut': { bundle: 'ssh-grunt', mishap: ['asset', 'cut'], id: 'script.half-download' },
	'an asset that is gone': { bundle: 'ssh-grunt', mishap: ['release', 'lost'], id: 'script.no-asset' },
	'the API out of reach': { bundle: 'ntp', unreachable: ['api.github.com'], id: 'script.no-network' },
	'archives out of reach': { bundle: 'ntp', unreachable: ['codeload.github.com'], id: 'script.no-network' },
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

type Outcome = { readonly day: string; readonly id: string | undefined; readonly code: number };

const outcomeOf = async (github: GitHub, machine: Machine, row: Row): Promise<Omit<Outcome, 'day'>> => {
	const { bundle, version, install, mishap, token = 'read', unreachable = [] } = row;
	if (mishap) {
		github.mishaps.set(...mishap);
	}

	const isPublic = bundle.startsWith('gruntwork-');
	const { code, output } = await machine.run(scriptOf(bundle, version, install), {
		unreachable,
		environment: isPublic ? {} : { GITHUB_OAUTH_TOKEN: token, AWS_REGION: 'eu-west-1' },
	});
	github.mishaps.clear();
	if (code === 0) {
		return { id: 'it ended well', code };
	}

	const timeline = failedScript('1.6.6', output.trimEnd().split('\n'), code, bundle);
	return { id: explain(timeline)?.id, code: endingExitCode(timeline) };
};

const tell = (outcomes: readonly Outcome[]): void => {
	process.stdout.write(
		`${outcomes.map(({ day, id, code }) => `${day.padEnd(48)}  ${String(id).padEnd(26)}  ${code}`).join('\n')}\n`,
	);
};

test('what goes wrong between a machine and GitHub is told for what it is, by each fetch', async () => {
	const github = await startGitHub({
		repositories: catalogRepositories(),
		tokens: new Map((['read', 'nothing', 'not-authorised'] as const).map(power => [power, power])),
	});
	const machine = await startMachine(github);
	const outcomes: Outcome[] = [];
	const wanted: Outcome[] = [];
	const add = async (name: string, some: Readonly<Record<string, Row>>): Promise<void> => {
		for (const [what, row] of Object.entries(some)) {
			const day = `${name}: ${what}`;
			outcomes.push({ day, ...(await outcomeOf(github, machine, row)) });
			wanted.push({ day, id: row.id, code: 1 });
		}
	};

	await add('bootstrap', bootstrapRows);
	for (const version of ['v0.4.6', 'v0.4.8']) {
		const ready = await machine.run(scriptOf('gruntwork-installer', undefined, { 'fetch-version': version }));
		expect(ready.code, ready.output).toBe(0);
		await add(`fetch ${version}`, rows);
	}

	tell(outcomes);
	expect(outcomes).toEqual(wanted);
}, 180_000);
