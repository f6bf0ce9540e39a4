import { Problem } from '../base/problem.ts';
import { shellPath } from '../base/shell.ts';
import { blocksOf, type Piece, type TemplateBlock, type TemplateItem } from '../reader/document.ts';
import { recipeComplaints } from '../recipe/check.ts';
import { defaultRecipe, suggestedInstanceType } from '../recipe/defaults.ts';
import { complaintText, schemaComplaints } from '../recipe/issues.ts';
import { type Recipe, recipeSchema, recipeVersion, type TargetId } from '../recipe/schema.ts';
import type { Told } from '../recipe/told.ts';
import { gruntworkNames } from '../targets/aws/template/gruntwork/variables.ts';
import { takeDocker } from '../targets/docker/import/source.ts';
import { dockerVariables } from '../targets/docker/template/variables.ts';
import { folderVariable } from '../template/kept.ts';
import { variableNames } from '../template/variables.ts';
import { takeAmazon } from './amazon.ts';
import { Keeper } from './keeper.ts';
import { type Files, localPaths } from './local-paths.ts';
import type { Scope } from './plain.ts';
import { type Declared, declared, type GivenValues, scopeOf } from './scope.ts';
import { importable, pickedSource, sourcesOf, type TemplateSource } from './sources.ts';
import { keptBlock, provisioners, restParts, saysSomething, takeSteps } from './steps.ts';
import type { TakenSource } from './taken-source.ts';
import { buildParts, declaredParts, itemName, lostComments, otherParts, packerParts } from './tell-parts.ts';
import { type ToldPart, toldInOrder } from './told.ts';

export type TemplateToImport = {
	readonly items: readonly TemplateItem[];
	readonly comments: readonly Piece[];
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
		...Object.values(dockerVariables),
		folderVariable,
	]),
	locals: new Set(['ami_name', 'run_tags', 'tags', 'run', 'ran']),
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

/** What each target makes of a source and of what stands behind its steps. */
const takers: Readonly<
	Record<
		TargetId,
		(source: TemplateSource, behind: readonly TemplateBlock[], scope: Scope, names: Declared) => TakenSource
	>
> = {
	aws: ({ block, more, name }, _, scope, names) => takeAmazon([...block.items, ...more], name, scope, names),
	docker: ({ block, more, name }, behind, scope) =>
		takeDocker([...block.items, ...more], behind, name, scope),
};

const takeSource = (
	source: TemplateSource,
	...more: [readonly TemplateBlock[], Scope, Declared]
): TakenSource => takers[importable[source.type] ?? 'aws'](source, ...more);

/** Whether all of a block behind the steps is answers now. */
const isTaken = (block: TemplateBlock, { taken: answers }: TakenSource): boolean =>
	[block, ...blocksOf(block.items, 'post-processor')].some(one => answers.has(one));

/** @throws Problem for a machine that is no Linux. */
const refuseWindows = ({ id }: TemplateSource, { rest }: TakenSource, origin: string): void => {
	const line = rest.find(
		item => item.kind === 'attribute' && ['communicator', 'windows_container'].includes(item.name),
	);
	if (line) {
		throw new Problem(`${id} is not reached by SSH.`, {
			reason: `packer-wizard makes images of Linux; line ${line.place.line} says ${line.text}.`,
			next: [`Build it as it is: packer build ${shellPath(origin)}`],
		});
	}
};

/**
 * A template as a Recipe, and what became of each part of it.
 * @returns the sources that can be picked if there are several and nobody said which.
 * @throws Problem (exit 2) if none can be imported, or it makes no Linux machine.
 */
export const importTemplate = (
	request: TemplateToImport,
): Imported | { readonly choices: readonly Choice[] } => {
	const { items, comments, given, files, origin } = request;
	const names = declared(items);
	const scope = scopeOf(names, given);
	const sources = sourcesOf(items, scope);
	const source = pickedSource(sources, request.source, origin);
	if (!source) {
		return {
			choices: sources.map(({ id, obstacle }) => ({ id, ...(obstacle !== undefined && { obstacle }) })),
		};
	}

	const rest = buildRest(source);
	const forIt = rest.filter(block => saysSomething(block, source, scope));
	const said = takeSource(source, forIt, scope, names);
	refuseWindows(source, said, origin);
	const keeper = new Keeper({
		declared: names,
		given,
		source: source.name,
		build: source.buildName,
		roles: said.roles,
		taken,
	});
	const around = { source, scope, keeper, files, folder: given.folder, cwd: given.cwd };
	const { steps, told: stepsTold } = takeSteps(around);
	const lines = said.rest.map(item => {
		const outer: TemplateBlock = { ...item, kind: 'block', type: '', labels: [], items: [item] };
		return keeper.keep(item, localPaths(outer, source.type, [item], around));
	});
	const kept = [...lines, ...said.more];
	const build = forIt.filter(block => !isTaken(block, said)).map(block => keptBlock(block, around));
	const { plugins, told: pluginsTold } = packerParts(blocksOf(items, 'packer'), source.type);
	const blocks = keeper.blocks();
	const texts = [...kept, ...build, ...blocks, ...steps.flatMap(step => ('hcl' in step ? [step.hcl] : []))];
	const needsFolder = texts.some(text => text.includes(`var.${folderVariable}`));
	const hasKept = build.length + blocks.length + plugins.length > 0 || needsFolder;
	const keptLines = kept.length > 0 && { keptLines: kept };
	const isAws = said.target === 'aws';
	const data = {
		version: recipeVersion,
		...said.recipe,
		targets: [said.target],
		aws: {
			instanceType: defaultRecipe().aws.instanceType,
			...(isAws && { ...said.own, ...keptLines }),
		},
		...(said.target === 'docker' && { docker: { ...said.own, ...keptLines } }),
		steps,
		...(hasKept && {
			kept: { ...(needsFolder && { folder: given.folder }), blocks, build, plugins },
		}),
	};
	const recipe = checked(data);
	const whole =
		!isAws || 'instanceType' in said.own
			? recipe
			: { ...recipe, aws: { ...recipe.aws, instanceType: suggestedInstanceType(recipe) } };
	const complaints = recipeComplaints(whole);
	return {
		recipe: whole,
		open: said.open,
		told: toldInOrder([
			...said.told,
			...said.rest.map(
				(item): ToldPart => ({
					fate: 'kept',
					name: itemName(item),
					place: item.place,
					text: `as it stands, in the source block`,
				}),
			),
			...stepsTold,
			...buildParts(source),
			...rest.flatMap(block => restParts(block, source, scope, said.taken)),
			...pluginsTold,
			...declaredParts(names, keeper, said.roles),
			...otherParts(items, sources, source),
			...lostComments(
				comments,
				keeper,
				blocksOf(items, 'source')
					.filter(block => block !== source.block)
					.concat(blocksOf(items, 'build').filter(block => block !== source.build)),
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
