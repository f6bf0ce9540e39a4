import { expect, test } from 'vitest';
import { makePerson } from '../helpers/program.ts';
import { launch } from '../helpers/terminal.ts';
import {
	item,
	listed,
	playAws,
	type Replies,
	type Reply,
	refusing,
	refusingQuery,
	wholeAccount,
} from '../targets/aws/played-aws.ts';
import { expectTidy, markRow, steps } from './walk.ts';

const listing = [
	'DescribeRegions',
	'DescribeImages',
	'DescribeInstanceTypes',
	'DescribeInstanceTypeOfferings',
	'DescribeSubnets',
	'DescribeRouteTables',
];

/** An AWS that answers all of EC2 the same. */
const answering = (ec2: Reply, sts: Replies): Replies => ({
	...Object.fromEntries(listing.map(action => [action, () => ec2])),
	...sts,
});

const saying = (reply: Reply): Replies => ({ GetCallerIdentity: () => reply });
const { GetCallerIdentity: known } = wholeAccount;

type BadDay = {
	readonly replies: Replies;
	/** What the screen says of it, the spaces between its words being any. */
	readonly says: string;
	/** Whether who one is could be told. */
	readonly isKnown?: boolean;
};

const badDays: Readonly<Record<string, BadDay>> = {
	'keys that have expired': {
		replies: answering(
			refusing('RequestExpired', 'Request has expired.'),
			saying(refusingQuery('ExpiredToken', 'The security token included in the request is expired', 403)),
		),
		says: 'have expired, or the clock of',
	},
	'keys that may do nothing but say whose they are': {
		replies: answering(
			refusing('UnauthorizedOperation', 'You are not authorized to perform this operation.', 403),
			known ? { GetCallerIdentity: known } : {},
		),
		says: 'AWS does not allow the sign-in that was found on this computer to do',
		isKnown: true,
	},
	'too many requests': {
		replies: answering(
			refusing('RequestLimitExceeded', 'Request limit exceeded.', 503),
			saying(refusingQuery('Throttling', 'Rate exceeded')),
		),
		says: 'AWS answers this account no more for the moment: too many requests.',
	},
	'an AWS that fails': {
		replies: answering(
			refusing('InternalError', 'An internal error has occurred', 500),
			saying(refusingQuery('InternalFailure', 'Internal', 500)),
		),
		says: 'AWS kept answering with an error of its own.',
	},
	'an AWS that fails without a word': {
		replies: answering({ status: 502, xml: '' }, saying({ status: 502, xml: '' })),
		says: 'AWS kept answering with an error of its own.',
	},
	'something else that answers': {
		replies: answering({ xml: '<!doctype html><p>Log in' }, saying({ xml: '<!doctype html><p>Log in' })),
		says: 'What answered is not AWS: something on the way, a proxy, or',
	},
	'an AWS that never answers': {
		replies: answering('hang', saying('hang')),
		says: 'AWS did not answer within 10 seconds.',
	},
};

const inAnyRow = (text: string): RegExp =>
	new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '[ \\n│]+'));

test.for(Object.entries(badDays))(
	'%s: all can be chosen from the lists that come along, and the screen says why',
	{
		timeout: 120_000,
	},
	async ([, { replies, says, isKnown = false }]) => {
		const { url, calls } = await playAws(replies);
		const person = await makePerson({
			AWS_ENDPOINT_URL: url,
			AWS_ACCESS_KEY_ID: 'AKIAENV',
			AWS_SECRET_ACCESS_KEY: 'SECRET-OF-THE-KEY',
		});
		const terminal = launch(person, ['new']);
		const said = async (source: RegExp): Promise<void> => {
			await terminal.waitFor(inAnyRow(says), 60_000);
			expect(terminal.text()).toMatch(source);
			expect(terminal.text()).not.toMatch(/operation error|api error|undefined/);
			expectTidy(terminal, says);
		};
		await terminal.waitFor(steps.where);
		if (isKnown) {
			await terminal.waitFor('You are user ann of account 111122223333.');
		} else {
			await said(/❯ AWS/);
		}

		await terminal.press('enter');
		await terminal.waitFor(steps.region);
		// Nothing waits for an answer: what is typed is searched at once.
		terminal.type('ireland');
		await terminal.waitFor('❯ eu-west-1');
		await said(/1 of \d+ · as of /);
		await terminal.press('enter');
		await terminal.waitFor(steps.base);
		await said(/❯ Ubuntu 24.04 LTS +recommended/);
		await terminal.press('enter');
		await terminal.waitFor(steps.processor);
		await terminal.press('enter');
		await terminal.waitFor(steps.machine);
		await said(/❯ t3.micro +2 vCPU/);
		expect(terminal.raw()).not.toContain('SECRET');
		// Each was asked so often and no more: nothing is tried for ever.
		const before = calls.length;
		await terminal.settle();
		expect(calls).toHaveLength(before);
		terminal.type('\u0003');
		await terminal.exit;
	},
);

test('an account without a default network: the subnet is asked for on the way, keys and profiles are chosen', {
	timeout: 120_000,
}, async () => {
	const { url } = await playAws({
		...wholeAccount,
		DescribeImages: () => refusing('UnauthorizedOperation', 'No.', 403),
		DescribeInstanceTypes: () => refusing('UnauthorizedOperation', 'No.', 403),
		DescribeSubnets: () =>
			listed(
				'DescribeSubnets',
				'subnetSet',
				['subnet-0aaaaaaaa', 'subnet-0bbbbbbbb'].map(subnetId =>
					item({ subnetId, vpcId: 'vpc-1', availabilityZone: 'us-east-1a', cidrBlock: '10.0.0.0/24' }),
				),
			),
	});
	const person = await makePerson({
		AWS_ENDPOINT_URL: url,
		AWS_ACCESS_KEY_ID: 'AKIAENV',
		AWS_SECRET_ACCESS_KEY: 'SECRET-OF-THE-KEY',
	});
	const screen = launch(person, ['new']);
	for (const step of ['where', 'region', 'base', 'processor', 'machine', 'install'] as const) {
		await screen.waitFor(steps[step]);
		await screen.press('enter');
	}

	// Nothing to install takes a second yes.
	await screen.press('enter');
	await screen.waitFor(/step 6 of 8, 1st of 2/);
	await screen.waitFor(/subnet-0aaaaaaaa +us-east-1a/);
	expectTidy(screen, 'the subnet');
	await screen.press('down', 'enter');
	await screen.waitFor(/step 6 of 8, 2nd of 2/);
	await screen.waitFor('Go on');
	// Settings have their choices from the account, too.
	await markRow(screen, 'Encryption');
	await screen.press('enter');
	await screen.waitFor('with a key of yours');
	await screen.press('down', 'enter');
	await screen.waitFor('with alias/ami-encryption');
	await markRow(screen, 'KMS key');
	await screen.press('enter');
	await screen.waitFor(/alias\/aws\/ebs +not shareable/);
	expectTidy(screen, 'the keys');
	await markRow(screen, 'alias/images');
	await screen.press('enter');
	await screen.waitFor(/KMS key +alias\/images/);
	await markRow(screen, 'Instance profile');
	await screen.press('enter');
	await screen.waitFor(/nobody +no role/);
	await markRow(screen, 'shop');
	expectTidy(screen, 'the profiles');
	await screen.waitFor('Scripts may do what its role shop-server may.');
	await screen.press('enter');
	await screen.waitFor(/Instance profile +shop/);
	screen.type('\u0003');
	await screen.exit;
});
