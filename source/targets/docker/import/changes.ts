import { parsedJson } from '../../../base/json.ts';
import type { Answers, Taking } from '../../../import/taking.ts';
import { dockerSchema } from '../recipe/schema.ts';

const instruction = /^\s*([A-Za-z]+)\s+(.+?)\s*$/s;

/** The words of a command: as they are listed, or what a shell is given. */
const words = (text: string): readonly string[] | undefined => {
	const listed = text.startsWith('[') ? parsedJson(text) : ['/bin/sh', '-c', text];
	return Array.isArray(listed) && listed.every(word => typeof word === 'string') ? listed : undefined;
};

const label = /^([^\s="]+)(?:=|\s+)(?:"([^"\\]*)"|([^\s"]+))$/;

type Part = 'entrypoint' | 'command' | 'user' | 'folder' | 'ports' | 'labels';

/** An answer, if it is one that fits; empty ones are none. */
const fitting = (part: Part, value: unknown): Answers | undefined => {
	const { success, data } = dockerSchema.shape[part].safeParse(value);
	return success && data !== undefined ? { [part]: data } : undefined;
};

/** What an instruction is as an answer; undefined if it is none. */
const answerOf = (name: string, text: string): Answers | undefined => {
	switch (name.toUpperCase()) {
		case 'ENTRYPOINT':
			return fitting('entrypoint', words(text));
		case 'CMD':
			return fitting('command', words(text));
		case 'USER':
			return fitting('user', text);
		case 'WORKDIR':
			return fitting('folder', text);
		case 'EXPOSE':
			return fitting('ports', text.split(/\s+/));
		case 'LABEL': {
			const [, key = '', quoted, plain] = label.exec(text) ?? [];
			return fitting('labels', { [key]: quoted ?? plain ?? '' });
		}

		default:
			return undefined;
	}
};

/** The instructions for containers of the image: answers, and those for which there is no question, as they stand. */
export const takeChanges = (taking: Taking): Answers => {
	const changes = taking.texts('changes');
	if (!changes) {
		return {};
	}

	const others: string[] = [];
	const ports: unknown[] = [];
	const labels: Record<string, unknown> = {};
	const single: Record<string, unknown> = {};
	for (const change of changes) {
		const [, name = '', text = ''] = instruction.exec(change) ?? [];
		const answer = answerOf(name, text);
		if (!answer) {
			others.push(change);
			continue;
		}

		const { ports: more, labels: some, ...rest } = answer;
		ports.push(...(Array.isArray(more) ? more : []));
		Object.assign(labels, some);
		Object.assign(single, rest);
	}

	taking.took(
		'changes',
		others.length === 0
			? 'how containers of it run'
			: `how containers of it run; as they stand: ${others.join('; ')}`,
	);
	return {
		...single,
		...(ports.length > 0 && { ports: [...new Set(ports)] }),
		...(Object.keys(labels).length > 0 && { labels }),
		...(others.length > 0 && { changes: others }),
	};
};
