import { setTimeout } from 'node:timers/promises';
import { processesOf } from '../../test/helpers/home-processes.ts';
import type { Bench } from '../bench.ts';
import { alternate } from '../measure/alternate.ts';
import { memoryOf } from '../measure/memory.ts';
import { program } from '../measure/place.ts';
import { limitRow, type Row } from '../report/row.ts';
import { playManyImages } from '../scene/many-images.ts';

const images = 40_000;
const keys = 200;
const warmUps = 10;
/** Milliseconds between two keys: a person types no faster. */
const pause = 50;
/** Is searched letter by letter, and taken back: every tenth image holds it. */
const word = 'needle';

/** From a letter to the frame that shows what it found among 40,000 images, and what all that takes of the memory. */
export const measureImages = async ({ place, say }: Bench): Promise<readonly Row[]> => {
	const { url, close } = await playManyImages(images);
	place.onClose(close);
	const { folder, environment } = await place.makePerson();
	const keysOfAws = { AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench' };
	const terminal = place.open({
		command: [...program, 'new', '--region', 'eu-west-1', '--name', 'web'],
		cwd: folder,
		environment: { ...environment, ...keysOfAws },
	});
	await terminal.shows(screen => screen.includes('step 1 of 8'));
	terminal.type('\r');
	await terminal.shows(screen => screen.includes('The system that your image starts from'));
	terminal.type('any other');
	await terminal.shows(screen => screen.includes('❯ Any other AMI'));
	terminal.type('\r');
	await terminal.shows(screen => /❯ (needle|service)-golden-image/.test(screen));
	say(`images: ${keys} times a letter, among ${images.toLocaleString('en-US')} images`);
	let index = 0;
	const outcomeOf = await alternate(
		[
			{
				name: 'search',
				run: async () => {
					const at = index++ % (2 * word.length);
					const isForth = at < word.length;
					const query = word.slice(0, isForth ? at + 1 : 2 * word.length - at - 1);
					await setTimeout(pause);
					const pressed = performance.now();
					terminal.type(isForth ? (word[at] ?? '') : '\u007f');
					const field = new RegExp(`^ › ${query} {2}`, 'm');
					return (await terminal.shows(screen => field.test(screen))) - pressed;
				},
			},
		],
		keys,
		{ signal: place.signal, warmUps },
	);
	const series = { name: 'search', unit: 'ms', ...outcomeOf('search') } as const;
	const sizes = await Promise.all((await processesOf(environment['HOME'] ?? '')).map(memoryOf));
	const largest = Math.max(...sizes.map(({ resident }) => resident));
	return [
		limitRow({ what: 'a letter to its frame, 40,000 images', ours: series, most: 16, share: 0.5 }),
		limitRow({
			what: 'memory with 40,000 images, resident',
			ours: { name: 'program', unit: 'bytes', values: [largest] },
			most: 300_000_000,
			share: 0.5,
		}),
	];
};
