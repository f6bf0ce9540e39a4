import { inSmallLetters, single, withAws } from '../../../questions/answers.ts';
import type { Choice, ChoiceQuestion, Decisions } from '../../../questions/question.ts';
import { needsMetadataV1 } from '../../../recipe/needs.ts';
import { type TerraformShape, terraformShapes } from '../../../recipe/schema.ts';
import { shapeComplaint, shapeOf, unsetTags } from '../recipe/terraform.ts';

const none = 'none';

type Row = Pick<Choice, 'label' | 'hint'> & { readonly details: readonly string[] };

const server = 'One machine, with a security group and, where the image needs one, a role.';
const byModules = 'The module is in a private repository that customers of Gruntwork can read.';

const rows: Readonly<Record<TerraformShape, Row>> = {
	server: { label: 'one server', hint: 'AWS alone', details: [server] },
	'server-group': {
		label: 'server group',
		hint: 'AWS alone',
		details: ['A fixed number of servers, spread over the subnets.'],
	},
	asg: {
		label: 'Auto Scaling group',
		hint: 'AWS alone',
		details: [
			'As many servers as are needed; those that fail are replaced.',
			'A new image goes through the group without a gap.',
		],
	},
	'gruntwork-server': {
		label: 'single-server',
		hint: "Gruntwork's module",
		details: [server, byModules],
	},
	'gruntwork-server-group': {
		label: 'server-group',
		hint: "Gruntwork's module",
		details: ['A fixed number of servers that keep disks and addresses when they are replaced.', byModules],
	},
	'gruntwork-asg': {
		label: 'asg-rolling-deploy',
		hint: "Gruntwork's module",
		details: ['An Auto Scaling group: a new image makes another, then the old one goes.', byModules],
	},
	'gruntwork-elk': {
		label: 'ELK cluster',
		hint: "Gruntwork's, archived",
		details: ['Nobody mends these modules: they need version 3 of the AWS provider.', byModules],
	},
};

const choiceOf = (shape: TerraformShape, { recipe }: Decisions): Choice => {
	const disabled = shapeComplaint(recipe, shape);
	const { details, ...row } = rows[shape];
	// What a row is about can be read whole at 80 columns.
	return disabled === undefined
		? { value: shape, ...row, details }
		: { value: shape, ...row, disabled, details: details.slice(0, 1) };
};

const findShape = (name: string): TerraformShape | undefined => terraformShapes.find(shape => shape === name);

/** What Terraform starts from the image. */
export const terraform: ChoiceQuestion = {
	kind: 'choice',
	id: 'terraform',
	section: 'more',
	asked: 'settings',
	title: 'Terraform',
	text: 'Files for Terraform or OpenTofu that start servers from the image.',
	flag: { name: 'terraform', value: '<shape>' },
	meant: inSmallLetters,
	read: ({ recipe }) => recipe.aws.terraform ?? none,
	write: (decisions, answer) => withAws(decisions, { terraform: findShape(single(answer)) }),
	check: (answer, { recipe }) => {
		const shape = findShape(single(answer));
		if (shape !== undefined) {
			return shapeComplaint(recipe, shape);
		}

		return single(answer) === none
			? undefined
			: `The shape is one of ${none}, ${terraformShapes.join(', ')}.`;
	},
	warn: ({ recipe }) => {
		const shape = recipe.aws.terraform;
		if (shape === undefined) {
			return [];
		}

		return [
			...unsetTags(recipe, shapeOf(shape)).map(
				({ key, standsFor }) =>
					`Terraform makes servers that are all alike, but each needs a tag ${key} of its own: ${standsFor}.`,
			),
			...(needsMetadataV1(recipe)
				? [
						'The servers that Terraform starts will answer version 1 of the metadata service, too: something in the image needs it.',
					]
				: []),
		];
	},
	repair: decisions => ({
		decisions: withAws(decisions, { terraform: undefined }),
		note: `was ${decisions.recipe.aws.terraform}: nothing of ELK is in the image`,
	}),
	summary: ({ recipe }) => (recipe.aws.terraform === undefined ? none : rows[recipe.aws.terraform].label),
	choices: decisions => [
		{
			value: none,
			label: none,
			hint: 'the usual',
			details: ['The end of a build says how a server is started by the AWS CLI.'],
		},
		...terraformShapes.map(shape => choiceOf(shape, decisions)),
	],
};
