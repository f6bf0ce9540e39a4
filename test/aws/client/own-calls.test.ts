import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ownCalls } from '../../../source/aws/client/own-calls.ts';
import { root } from '../../helpers/program.ts';

const sources = readdirSync(path.join(root, 'source'), { recursive: true, encoding: 'utf8' })
	.filter(name => /\.tsx?$/.test(name))
	.map(name => ({ name, text: readFileSync(path.join(root, 'source', name), 'utf8') }));

/** What a source of credentials of the SDK calls. */
const byProviders: Readonly<Record<string, string>> = { fromTemporaryCredentials: 'STS:AssumeRole' };

/** Every command of the SDK that is imported, as `EC2:DescribeImages`, and what imported sources of credentials call. */
const sent = sources.flatMap(({ text }) => [
	...[...text.matchAll(/import \{([^}]*)\} from '@aws-sdk\/credential-providers'/g)].flatMap(
		([, names = '']) => [...names.matchAll(/\w+/g)].flatMap(([name]) => byProviders[name] ?? []),
	),
	...[...text.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-(\w+)'/g)].flatMap(
		([, names = '', client = '']) =>
			[...names.matchAll(/\b(\w+)Command\b/g)].map(([, name]) => `${client.toUpperCase()}:${name}`),
	),
	// Of a service of which the SDK's own client is not brought along.
	...[...text.matchAll(/\bask\('(\w+)', '(\w+)', \(\{ abortSignal \}\) =>\s*jsonCall\([^']*'\2'/g)].map(
		([, service, name]) => `${service}:${name}`,
	),
]);

test('the calls that packer-wizard makes are those of the table, and each tells what happens without it', () => {
	expect(sent.length).toBeGreaterThan(30);
	expect([...new Set(sent)].sort()).toEqual(Object.keys(ownCalls).sort());
	for (const [call, without] of Object.entries(ownCalls)) {
		expect(without, call).toMatch(/^[a-z].*[^.]$/);
	}
});

test('whatever is sent is told by the name that the table has', () => {
	const named = sources.flatMap(({ text }) =>
		[...text.matchAll(/(?:called|ask)\(\s*'(EC2|STS|IAM|KMS|Pricing|ServiceQuotas|SSM)',\s*'(\w+)'/g)].map(
			([, service, name]) => `${service}:${name}`,
		),
	);
	expect(named.length).toBeGreaterThan(20);
	expect(named.filter(call => !(call in ownCalls))).toEqual([]);
});
