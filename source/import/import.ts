import { Problem } from '../base/problem.ts';
import { blocksOf, type TemplateBlock, type TemplateItem } from '../reader/document.ts';
import { recipeComplaints } from '../recipe/check.ts';
import { defaultRecipe, suggestedInstanceType } from '../recipe/defaults.ts';
import { complaintText, schemaComplaints } from '../recipe/issues.ts';
import { type Recipe, recipeSchema, recipeVersion } from '../recipe/schema.ts';
import type { Told } from '../recipe/told.ts';
import { gruntworkNames } from '../targets/aws/template/gruntwork/variables.ts';
import { folderVariable } from '../template/kept.ts';
import { variableNames } from '../template/variables.ts';
import { takeAmazon } from './amazon.ts';
import { Keeper } from './keeper.ts';
import { type Files, localPaths } from './local-paths.ts';
import { declared, type GivenValues, scopeOf, secretsText } from './scope.ts';
import { pickedSource, sourcesOf, type TemplateSource } from './sources.ts';
import { hereText, keptBlock, provisioners, runsHere, saysSomething, takeSteps } from './steps.ts';
import { type ToldPart, toldInOrder } from './told.ts';

export type TemplateToImport = {
	readonly items: readonly TemplateItem[];
	readonly given: GivenValues;
	readonly files: Files;
	/** What a person calls the template. */
	readonly origin: string;
	/** The source that is wanted, by its name or with its type. */
	readonly source?: string | undefined;
};

/** What a template became. */
export type Imported = {
	readonly recipe: Recipe;
	/** Ids of the questions to which it has no answer. */
	readonly open: readonly string[];
	readonly told: readonly Told[];
};

/** A source that can be picked. */
type Choice = Pick<TemplateSource, 'id' | 'obstacle'>;

const taken = {
	variables: new Set<string>([
		...Object.values(variableNames),
		...Object.values(gruntworkNames),
		folderVariable,
	]),
	locals: new Set(['ami_name', 'run_tags', 'tags', 'run', 'ran']),
};

const unneeded = 'nothing that is kept names it, so it is needed no more';

/** Blocks of the top of which something is made, each in its own way. */
const handled = new Set(['variable', 'variables', 'locals', 'local', 'data', 'source', 'build', 'packer']);

const packerBlocks = (
	items: readonly TemplateItem[],
): { readonly plugins: readonly string[]; readonly told: readonly ToldPart[] } => {
	const blocks = blocksOf(items, 'packer');
	const plugins = blocks.flatMap(({ items: inner }) =>
		blocksOf(inner, 'required_plugins').flatMap(block =>
			block.items.filter(item => item.kind === 'attribute'),
		),
	);
	const isOurs = (name: string): boolean => name === 'amazon';
	return {
		plugins: plugins.filter(({ name }) => !isOurs(name)).map(({ text }) => text),
		told: [
			...plugins.map(
				({ name, place }): ToldPart => ({
					fate: isOurs(name) ? 'taken' : 'kept',
					name: `plugin ${name}`,
					place,
					text: isOurs(name) ? 'every template of ours names it' : 'as it stands',
				}),
			),
			...blocks.flatMap(({ items: inner }) =>
				inner
					.filter(item => item.kind === 'attribute')
					.map(
						(item): ToldPart => ({
							fate: 'not',
							name: item.name,
							place: item.place,
							text: 'the files are written for the Packer that is found',
						}),
					),
			),
		],
	};
};

/** The same setting of a source block may be made by another line; ours goes where theirs stays. */
const buildRest = ({ build }: TemplateSource): readonly TemplateBlock[] =>
	build.items.filter(
		(item): item is TemplateBlock =>
			item.kind === 'block' && ![...provisioners, 'source'].includes(item.type),
	);

const checked = (data: unknown): Recipe => {
	const parsed = recipeSchema.safeParse(data);
	if (!parsed.success) {
		throw new Problem('The template cannot become a recipe.', {
			reason: schemaComplaints(parsed.error).map(complaintText).join('\n'),
		});
	}

	return parsed.data;
};

/**
 * A template as a Recipe, and what became of each part of it.
 * @returns the sources that can be picked if there are several and nobody said which.
 * @throws Problem (exit 2) if none can be imported, or it makes no Linux machine.
 */
export const importTemplate = (
	request: TemplateToImport,
): Imported | { readonly choices: readonly Choice[] } => {
	const { items, given, files, origin } = request;
	const names = declared(items);
	const scope = scopeOf(names, given);
	const sources = sourcesOf(items, scope);
	const source = pickedSource(sources, request.source, origin);
	if (!source) {
		return {
			choices: sources.map(({ id, obstacle }) => ({ id, ...(obstacle !== undefined && { obstacle }) })),
		};
	}

	const amazon = takeAmazon([...source.block.items, ...source.more], source.name, scope, names);
	const communicator = amazon.rest.find(item => item.kind === 'attribute' && item.name === 'communicator');
	if (communicator) {
		throw new Problem(`${source.id} is not reached by SSH.`, {
			reason: `packer-wizard makes images of Linux; line ${communicator.place.line} says ${communicator.text}.`,
			next: ['Build it as it is: packer build'],
		});
	}

	const keeper = new Keeper({ declared: names, given, source: source.name, roles: amazon.roles, taken });
	const around = { source, scope, keeper, files, folder: given.folder, cwd: given.cwd };
	const { steps, told: stepsTold } = takeSteps(around);
	const lines = amazon.rest.map(item => {
		const outer: TemplateBlock = { ...item, kind: 'block', type: '', labels: [], items: [item] };
		return keeper.keep(item, localPaths(outer, source.type, [item], around));
	});
	const kept = [...lines, ...amazon.more];
	const rest = buildRest(source);
	const forIt = rest.filter(block => saysSomething(block, source, scope));
	const build = forIt.map(block => keptBlock(block, around));
	const { plugins, told: pluginsTold } = packerBlocks(items);
	const blocks = keeper.blocks();
	const texts = [...kept, ...build, ...blocks, ...steps.flatMap(step => ('hcl' in step ? [step.hcl] : []))];
	const needsFolder = texts.some(text => text.includes(`var.${folderVariable}`));
	const hasKept = build.length + blocks.length + plugins.length > 0 || needsFolder;
	const data = {
		version: recipeVersion,
		...amazon.recipe,
		aws: {
			instanceType: defaultRecipe().aws.instanceType,
			...amazon.aws,
			...(kept.length > 0 && { keptLines: kept }),
		},
		steps,
		...(hasKept && {
			kept: { ...(needsFolder && { folder: given.folder }), blocks, build, plugins },
		}),
	};
	const recipe = checked(data);
	const whole =
		'instanceType' in amazon.aws
			? recipe
			: { ...recipe, aws: { ...recipe.aws, instanceType: suggestedInstanceType(recipe) } };
	const complaints = recipeComplaints(whole);
	return {
		recipe: whole,
		open: amazon.open,
		told: toldInOrder([
			...amazon.told,
			...amazon.rest.map(
				(item): ToldPart => ({
					fate: 'kept',
					name: item.kind === 'attribute' ? item.name : [item.type, ...item.labels].join(' '),
					place: item.place,
					text: `as it stands, in the source block${secretsText(item)}`,
				}),
			),
			...stepsTold,
			...rest.map((block): ToldPart => {
				const inner = blocksOf(block.items, 'post-processor').flatMap(({ labels }) => labels);
				const name = [block.type, ...block.labels, inner.join(', ')].filter(Boolean).join(' ');
				const here = name.includes(runsHere) ? `; ${hereText}` : '';
				return forIt.includes(block)
					? {
							fate: 'kept',
							name,
							place: block.place,
							text: `as it stands, behind the steps${here}${secretsText(block)}`,
						}
					: { fate: 'not', name, place: block.place, text: 'it is for other sources only' };
			}),
			...pluginsTold,
			...[...names.variables].map(([name, { piece }]): ToldPart => {
				const isKept = keeper.needed.has(`var.${name}`);
				const role = amazon.roles.get(name);
				const here = keeper.variableName(name);
				const [fate, text]: readonly [ToldPart['fate'], string] = keeper.secrets.has(name)
					? ['open', `a secret is in no recipe: give it when you build, by PKR_VAR_${here}`]
					: keeper.valueless.has(name)
						? ['open', `give it when you build, by PKR_VAR_${here}, or now, by --var ${name}=…`]
						: isKept
							? [
									'kept',
									here === name ? 'as it stands' : `by the name ${here}, since ${name} is another one here`,
								]
							: role !== undefined
								? ['taken', `${role} of the new template stands for it`]
								: ['taken', unneeded];
				return { fate, name: `variable ${fate === 'open' ? here : name}`, place: piece.place, text };
			}),
			...[...names.locals].map(([name, { attribute }]): ToldPart => {
				const isKept = keeper.needed.has(`local.${name}`);
				const text = isKept ? `as it stands${secretsText({ ...attribute, name })}` : unneeded;
				return { fate: isKept ? 'kept' : 'taken', name: `local ${name}`, place: attribute.place, text };
			}),
			...[...names.data].map(([name, block]): ToldPart => {
				const isKept = keeper.needed.has(`data.${name}`);
				const text = isKept ? `as it stands${secretsText(block)}` : unneeded;
				return { fate: isKept ? 'kept' : 'taken', name: `data ${name}`, place: block.place, text };
			}),
			...sources
				.filter(other => other !== source)
				.map(
					(other): ToldPart => ({
						fate: 'not',
						name: `source ${other.id}`,
						place: other.block.place,
						text: other.obstacle ?? 'another one was picked: import the template again for it',
					}),
				),
			...items
				.filter(item => item.kind === 'block' && !handled.has(item.type))
				.map(
					(item): ToldPart => ({
						fate: 'not',
						name: item.kind === 'block' ? item.type : item.name,
						place: item.place,
						text: 'packer-wizard does not know what it is',
					}),
				),
			...complaints.map(
				({ path, message }): ToldPart => ({
					fate: 'not',
					name: path,
					place: source.block.place,
					text: message,
				}),
			),
		]),
	};
};
