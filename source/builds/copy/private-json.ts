import { isObject, parsedJson } from '../../base/json.ts';
import { isForAll } from './contents-step.ts';
import {
	dataEdits,
	forNoBuild,
	isAmazonData,
	isAmazonSource,
	isOfAmazon,
	isWanted,
	type ShellStep,
	type TemplateEdits,
	tagAttributes,
} from './template-edits.ts';

type JsonObject = Record<string, unknown>;

/** HCL's JSON form takes an object or a list of objects wherever a block stands. */
const objects = (value: unknown): JsonObject[] =>
	Array.isArray(value) ? value.flatMap(objects) : isObject(value) ? [value] : [];

/** Whether a provisioner, or a list of them, holds a script for all machines. */
const hasScriptForAll = (own: unknown): boolean =>
	objects(own).some(types => objects(types['shell']).some(shell => isForAll(Object.keys(shell))));

const withSteps = (own: unknown, step: ShellStep): unknown[] => [
	{ shell: step },
	...(own === undefined ? [] : [own])
		.flat()
		.flatMap(one =>
			objects(one).some(types => objects(types['shell']).some(shell => shell['expect_disconnect'] === true))
				? [one, { shell: step }]
				: [one],
		),
];

/** Post-processors, of which some types run for no build. */
const withoutTypes = (own: unknown, types: readonly string[]): unknown =>
	Array.isArray(own)
		? own.map(one => withoutTypes(one, types))
		: isObject(own)
			? Object.fromEntries(
					Object.entries(own).map(([type, body]) => [
						type,
						types.includes(type)
							? objects(body).map(({ except: _, ...rest }) => ({ ...rest, only: forNoBuild }))
							: body,
					]),
				)
			: own;

/** Tags with ours, whether they are an object or an expression. What is neither is Packer's to complain about. */
const withTags = (own: unknown, tags: Readonly<Record<string, string>>): unknown => {
	if (own === undefined || isObject(own)) {
		return { ...own, ...tags };
	}

	const expression = typeof own === 'string' ? /^\$\{([\s\S]*)\}$/.exec(own)?.[1] : undefined;
	return expression === undefined ? own : `\${merge(${expression}, ${JSON.stringify(tags)})}`;
};

/** The bodies of the sources, or of what else has a type and a name. */
const bodiesOf = (value: unknown, isMeant: (type: string) => boolean): readonly JsonObject[] =>
	objects(value)
		.flatMap(types => Object.entries(types))
		.flatMap(([type, named]) => (isMeant(type) ? objects(named) : []))
		.flatMap(named => Object.values(named))
		.flatMap(objects);

const editBodies = (bodies: readonly JsonObject[], { sourceLines: lines, tags }: TemplateEdits): void => {
	for (const body of bodies) {
		const before = { ...body };
		const value = (name: string) => (name in before ? JSON.stringify(before[name]) : undefined);
		for (const line of lines.filter(each => isWanted(each, value))) {
			body[line.name] = line.value;
		}

		for (const name of tags ? tagAttributes : []) {
			body[name] = withTags(body[name], tags ?? {});
		}
	}
};

/** The private copy's text of a `*.pkr.json` file; the same text if it is no JSON, which Packer will say. */
export const privateJson = (text: string, edits: TemplateEdits): string => {
	const data = parsedJson(text);
	if (data === undefined) {
		return text;
	}

	for (const template of objects(data)) {
		editBodies(bodiesOf(template['source'], isAmazonSource), edits);
		editBodies(bodiesOf(template['data'], isAmazonData), dataEdits(edits));

		for (const build of objects(template['build'])) {
			const processors = withoutTypes(build['post-processor'], edits.without ?? []);
			for (const group of objects(build['post-processors'])) {
				group['post-processor'] = withoutTypes(group['post-processor'], edits.without ?? []);
			}

			const manifest = { manifest: { output: edits.manifest } };
			build['post-processor'] = processors === undefined ? [manifest] : [processors, manifest].flat();
			const own = build['provisioner'];
			if (edits.firstStep && isOfAmazon(JSON.stringify(build))) {
				build['provisioner'] = withSteps(own, edits.firstStep);
			}

			if (edits.lastStep && hasScriptForAll(own)) {
				build['provisioner'] = [build['provisioner'], { shell: edits.lastStep }].flat();
			}
		}
	}

	return JSON.stringify(data, null, 2);
};
