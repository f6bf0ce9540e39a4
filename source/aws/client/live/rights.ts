import { CreateKeyPairCommand, CreateSecurityGroupCommand } from '@aws-sdk/client-ec2';
import { GetRoleCommand, type IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { createIam } from '../clients.ts';
import { AwsRefusal } from '../refused.ts';
import type { LiveSession } from './session.ts';

/** Whether somebody may do something, as far as AWS tells it. */
export type Rights = ReadonlyMap<string, 'allowed' | 'denied' | 'unknown'>;

/** What is not there, to ask for the right to make it; nothing is ever made. */
const name = 'packer-wizard-preflight';

/** Tries by dry runs what can be tried without anything that is there. @throws the reason of the signal. */
export const tryRights = async ({ ec2, ask }: LiveSession): Promise<Rights> => {
	const client = await ec2();
	const tried = async (asked: Promise<unknown>): Promise<'allowed' | 'denied' | 'unknown'> => {
		try {
			await asked;
			return 'unknown';
		} catch (error) {
			if (!(error instanceof AwsRefusal)) {
				throw error;
			}

			return error.code === 'DryRunOperation'
				? 'allowed'
				: error.code === 'UnauthorizedOperation'
					? 'denied'
					: 'unknown';
		}
	};
	const [pair, group] = await Promise.all([
		tried(
			ask('EC2', 'CreateKeyPair', options =>
				client.send(new CreateKeyPairCommand({ DryRun: true, KeyName: name }), options),
			),
		),
		tried(
			ask('EC2', 'CreateSecurityGroup', options =>
				client.send(
					new CreateSecurityGroupCommand({ DryRun: true, GroupName: name, Description: name }),
					options,
				),
			),
		),
	]);
	return new Map([
		['ec2:CreateKeyPair', pair],
		['ec2:CreateSecurityGroup', group],
	]);
};

/** The user or the role whose policies count: of a role that was taken its own ARN, which alone has its path. */
const principal = async (arn: string, iam: IAMClient, ask: LiveSession['ask']): Promise<string> => {
	const [kind, role] = (arn.split(':')[5] ?? '').split('/');
	if (kind !== 'assumed-role') {
		return arn;
	}

	const { Role } = await ask('IAM', 'GetRole', options =>
		iam.send(new GetRoleCommand({ RoleName: role }), options),
	);
	return Role?.Arn ?? arn;
};

/** Actions, and the ARN that stands for what they are done to. */
type Simulated = { readonly actions: readonly string[]; readonly resource: string };

/**
 * Asks the policy simulator. Policies of an organisation count in it as far as IAM sees them; where a condition asks for what
 * nobody knows before a build, such as a tag, it is not known.
 * @throws AwsRefusal if it may not be asked, Problem (exit 4) if only Packer can sign in so, or the reason of the signal.
 */
export const simulateRights = async (
	{ caller, region, ask }: LiveSession,
	arn: string,
	all: readonly Simulated[],
): Promise<Rights> => {
	const iam = await createIam(await caller(), region);
	const PolicySourceArn = await principal(arn, iam, ask);
	const rights = new Map<string, 'allowed' | 'denied' | 'unknown'>();
	const simulate = async ({ actions, resource }: Simulated): Promise<void> => {
		let Marker: string | undefined;
		do {
			const answer = await ask('IAM', 'SimulatePrincipalPolicy', options =>
				iam.send(
					new SimulatePrincipalPolicyCommand({
						PolicySourceArn,
						ActionNames: [...actions],
						ResourceArns: [resource],
						ContextEntries: [
							{
								ContextKeyName: 'aws:RequestedRegion',
								ContextKeyValues: [region],
								ContextKeyType: 'string',
							},
						],
						Marker,
					}),
					options,
				),
			);
			for (const { EvalActionName, EvalDecision, MissingContextValues = [] } of answer.EvaluationResults ??
				[]) {
				rights.set(
					EvalActionName ?? '',
					EvalDecision === 'allowed' ? 'allowed' : MissingContextValues.length > 0 ? 'unknown' : 'denied',
				);
			}

			Marker = answer.IsTruncated ? answer.Marker : undefined;
		} while (Marker !== undefined);
	};
	// Where the first is refused none of the others is asked.
	const [first, ...others] = all;
	if (first) {
		await simulate(first);
	}

	await Promise.all(others.map(simulate));
	return rights;
};
