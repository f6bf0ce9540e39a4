import { single, withAws } from '../../../questions/answers.ts';
import type { Choice, ChoiceQuestion } from '../../../questions/question.ts';
import { awsSchema } from '../../../recipe/schema.ts';

const isProfile = (text: string): boolean =>
	text !== '' && awsSchema.shape.instanceProfile.safeParse(text).success;

/** The row of a profile that the account did not tell of; undefined if it cannot be one. */
const otherProfile = (typed: string): Choice | undefined => {
	const name = typed.trim();
	return isProfile(name) ? { value: name, label: name, hint: 'this profile' } : undefined;
};

/** The instance profile of the machine while it builds. */
export const instanceProfile: ChoiceQuestion = {
	kind: 'choice',
	id: 'instance-profile',
	section: 'more',
	asked: 'settings',
	title: 'Instance profile',
	text: 'A role for the machine while it builds. Type the name of another one.',
	topics: ['profiles'],
	flag: { name: 'instance-profile', value: '<name>' },
	read: ({ recipe }) => recipe.aws.instanceProfile ?? '',
	write: (decisions, answer) => withAws(decisions, { instanceProfile: single(answer).trim() || undefined }),
	check: answer =>
		single(answer).trim() === '' || isProfile(single(answer).trim())
			? undefined
			: 'An instance profile has letters, digits and + = , . @ - _ only.',
	summary: ({ recipe }) => recipe.aws.instanceProfile ?? 'none while it builds',
	choices: ({ recipe: { aws } }, facts) => {
		const told = facts?.aws?.region === aws.region ? (facts.aws.profiles?.value ?? []) : [];
		const named = aws.instanceProfile ?? '';
		const held = told.some(({ name }) => name === named) ? undefined : otherProfile(named);
		return [
			{
				value: '',
				label: 'none',
				hint: 'the usual',
				details: ['A role is needed if your scripts call AWS, for example to read from a bucket.'],
			},
			...(held ? [held] : []),
			...told.map(({ name, role }) => ({
				value: name,
				label: name,
				...(role === undefined
					? { mark: 'no role', details: ['Without a role EC2 starts no machine with it.'] }
					: {
							hint: role === name ? '' : `role ${role}`,
							details: [`Scripts may do what its role ${role} may.`],
						}),
			})),
		];
	},
	other: otherProfile,
};
