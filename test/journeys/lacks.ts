import { applyRemedy } from '../../source/actions/remedies.ts';
import { Problem } from '../../source/base/problem.ts';
import type { Check } from '../../source/flow/checks.ts';
import type { Remedy, RemedyId } from '../../source/flow/remedies.ts';
import type { BuildRequest } from '../../source/flow/request.ts';
import { recipeWith } from '../helpers/recipe.ts';

/** What a world may lack before a build. */
export type Lack =
	| 'packer'
	| 'plugin'
	| 'address'
	| 'sharing'
	| 'credentials'
	| 'account'
	| 'refused'
	| 'token'
	| 'files'
	| 'foreign';

const labels: Readonly<Record<RemedyId, string>> = {
	'get-packer': 'Get Packer 1.16.0',
	'packer-path': 'Use mine',
	'package-manager': 'By apt-get',
	'get-plugin': 'Get the plugin',
	'paste-token': 'Paste a token',
	'leave-out': 'Leave out',
	'build-without': 'Build it without',
	rehearse: 'Rehearse instead',
	'confirm-account': 'Build it there',
	'start-anyway': 'Build it anyway',
	'try-sign-in': 'Try it again',
	'try-packer': 'Use it again',
	profile: 'Use a profile',
	'mfa-code': 'Type the code',
	'short-keys': 'Build all the same',
	'ssh-from': 'Name the address',
	'kms-key': 'Name a key',
	'region-keys': 'Name the keys',
	'no-encryption': 'Do not encrypt',
	'share-nobody': 'Do not share it',
	'show-difference': 'Show the difference',
	'keep-files': 'Keep yours',
	'overwrite-files': 'Take the new ones',
	'another-folder': 'Another folder',
	'show-foreign': 'Look at them',
	trust: 'Build with them',
};

const check =
	(
		id: Check['id'],
		isThere: (request: BuildRequest, remedied: ReadonlySet<RemedyId>) => boolean,
		...remedies: readonly RemedyId[]
	) =>
	(request: BuildRequest, remedied: ReadonlySet<RemedyId>): Check => ({
		id,
		title: id,
		detail: 'as it is',
		...(isThere(request, remedied)
			? { status: 'ok', remedies: [] }
			: { status: 'missing', remedies: remedies.map(remedyOf) }),
	});

const remedyOf = (id: RemedyId): Remedy => ({
	id,
	label: labels[id],
	details: [],
	...(id === 'confirm-account' && { account: '999999999999 (profile prod)' }),
});

/** Each lack as a check, which is over once a remedy of it was carried out. */
export const lacks: Readonly<
	Record<Lack, (request: BuildRequest, remedied: ReadonlySet<RemedyId>) => Check>
> = {
	packer: check(
		'packer',
		(_, done) => done.has('get-packer') || done.has('packer-path') || done.has('package-manager'),
		'get-packer',
		'packer-path',
		'package-manager',
	),
	plugin: check('plugin', (_, done) => done.has('get-plugin'), 'get-plugin'),
	address: check(
		'address',
		({ decisions }) => decisions.recipe.aws.network.sshFrom !== '0.0.0.0/0',
		'ssh-from',
	),
	sharing: check(
		'sharing',
		({ decisions: { recipe } }) => !recipe.aws.volume.encrypted || recipe.aws.volume.kmsKey !== undefined,
		'kms-key',
		'no-encryption',
		'share-nobody',
	),
	credentials: check(
		'credentials',
		({ decisions, mode }) => decisions.recipe.aws.profile === 'dev' || mode === 'rehearsal',
		'profile',
		'rehearse',
	),
	account: check(
		'credentials',
		({ confirmed, mode }) => mode === 'rehearsal' || confirmed?.account === '999999999999 (profile prod)',
		'confirm-account',
		'rehearse',
	),
	refused: check('credentials', (_, done) => done.has('try-sign-in'), 'try-sign-in', 'profile'),
	token: check(
		'token',
		({ secrets }, done) => Object.keys(secrets).length > 0 || done.has('leave-out'),
		'paste-token',
		'leave-out',
	),
	files: check(
		'files',
		({ differences, decisions }) => differences !== undefined || decisions.folder !== null,
		'show-difference',
		'keep-files',
		'overwrite-files',
		'another-folder',
	),
	foreign: check(
		'foreign',
		({ trust }, done) => trust === true || done.has('trust'),
		'show-foreign',
		'trust',
	),
};

/** An account that would launch no machine. */
export const refusedLaunch: Check = {
	id: 'launch',
	title: 'Launch',
	status: 'missing',
	detail: 'not allowed',
	remedies: [remedyOf('start-anyway')],
};

/** What a remedy makes of a request, without what the real one looks at and gets. */
export const changedBy = async (
	request: BuildRequest,
	remedy: Remedy,
	answer: string | undefined,
): Promise<BuildRequest> => {
	const { decisions } = request;
	switch (remedy.id) {
		case 'profile':
			if (answer !== 'dev') {
				throw new Problem(`${answer} is no profile that can be used.`);
			}

			return {
				...request,
				decisions: { ...decisions, recipe: recipeWith({ profile: answer }, decisions.recipe) },
			};
		case 'another-folder':
			return { ...request, decisions: { ...decisions, folder: answer ?? null } };
		case 'get-packer':
		case 'packer-path':
		case 'package-manager':
		case 'get-plugin':
		case 'trust':
			return request;
		default:
			return applyRemedy(request, remedy, answer, {
				whereabouts: { environment: {}, cwd: '/' },
				say: () => undefined,
			});
	}
};
