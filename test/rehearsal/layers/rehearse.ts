import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { assert, expect, onTestFinished } from 'vitest';
import { createActions } from '../../../source/actions/index.ts';
import { runCommand } from '../../../source/base/run-command.ts';
import { journalFile, layersFolder } from '../../../source/builds/folders.ts';
import { readTimeline } from '../../../source/builds/read-timeline.ts';
import { startBuild } from '../../../source/builds/start.ts';
import type { StartRequest } from '../../../source/builds/start-request.ts';
import type { Timeline } from '../../../source/builds/timeline/timeline.ts';
import { type LayerRecord, layerRecordSchema } from '../../../source/rehearsal/layers/record.ts';
import { writeEditedTemplate } from '../../builds/hand-edited.ts';
import { endOfBuild, requestFor } from '../../builds/helpers.ts';
import { makePerson, type Person } from '../../helpers/program.ts';
import { at } from '../../helpers/whereabouts.ts';

/** A person whose rehearsals keep layers, which go with the test. */
export const makeKeeper = async (extra: Readonly<Record<string, string>> = {}): Promise<Person> => {
	const person = await makePerson({ PACKER_WIZARD_LAYERS: '5', ...extra });
	onTestFinished(async () => {
		const { left } = await createActions(at(person.environment, person.folder)).removeLayers();
		expect(left).toBe(0);
	});
	return person;
};

/** The scripts of a rehearsal, by the names of their steps, and what of its template is changed by hand. */
export type Rehearsed = {
	readonly scripts: Readonly<Record<string, string>>;
	readonly change?: (template: string) => string;
	readonly request?: Partial<StartRequest>;
};

/** Writes the template of a rehearsal into a folder of the person's, and gives the request to start it. */
export const prepareRehearsal = async (
	person: Person,
	{ scripts, change, request }: Rehearsed,
): Promise<StartRequest> => {
	const listed = Object.fromEntries(Object.entries(scripts).map(([name, line]) => [name, [line]]));
	const { recipe, folder } = await writeEditedTemplate(person, 'web', listed, change);
	return requestFor(person, folder, {
		recipe,
		mode: 'rehearsal',
		sandbox: 'container',
		speed: Number.POSITIVE_INFINITY,
		...request,
	});
};

/** The Timeline of a build of a person's. */
export const timelineOfBuild = async (person: Person, id: string): Promise<Timeline> => {
	const timeline = await readTimeline(journalFile(id, person.environment));
	assert(timeline);
	return timeline;
};

/** Rehearses, and gives how that went. */
export const rehearse = async (person: Person, what: Rehearsed): Promise<Timeline> => {
	const { id } = await startBuild(await prepareRehearsal(person, what));
	await endOfBuild(person, id);
	return timelineOfBuild(person, id);
};

/** The steps that were taken from before, in their order, without the one that waits for the machine. */
export const takenOf = ({ steps }: Timeline): readonly string[] =>
	steps.flatMap(({ name, from }) => (from === undefined || name === 'wait-for-boot' ? [] : [name]));

/** All records of a person's layers. */
export const recordsOf = async (person: Person): Promise<readonly LayerRecord[]> => {
	const folder = layersFolder(person.environment);
	const names = (await readdir(folder)).filter(name => name.endsWith('.json'));
	return Promise.all(
		names.map(async name =>
			layerRecordSchema.parse(JSON.parse(await readFile(path.join(folder, name), 'utf8'))),
		),
	);
};

/** Runs the engine of the tests and gives what it prints. */
export const engine = async (person: Person, ...args: readonly string[]): Promise<string> => {
	const { stdout } = await runCommand('podman', args, {
		environment: person.environment,
		folder: person.folder,
		limit: 60_000,
	});
	return stdout;
};
