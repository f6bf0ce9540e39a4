import { exitCodes, Problem } from '../base/problem.ts';
import { lastValue } from '../flags/parse.ts';
import { jsonDocument } from '../json/document.ts';
import type { ImageNews, ImageWish } from '../targets/aws/builds/image-changes/change.ts';
import { amisOf } from '../targets/aws/builds/image-changes/own-image.ts';
import { askForImageDeed, imageNewsText, imageWish } from '../targets/aws/flow/image-deeds.ts';
import type { Command } from './shared/command.ts';
import { askForYes } from './shared/prompting.ts';
import type { Session } from './shared/session.ts';

/** Does something with the image that a command line names, after a yes. */
const change = async (session: Session, read: () => ImageWish | string) => {
	const wish = read();
	if (typeof wish === 'string') {
		throw new Problem(wish, { exitCode: exitCodes.usage });
	}

	const [named] = session.parsed.positionals;
	const actions = await session.actions();
	const id = await actions.findBuild(named);
	const ami = named?.startsWith('ami-') ? named : undefined;
	// What cannot be done is not asked about.
	const timeline = await actions.look(id);
	amisOf(timeline, ami);
	const answer = await askForYes(session, askForImageDeed(timeline, wish), [
		'Nobody can be asked here whether to do that.',
		'Do it: --yes',
	]);
	if (answer !== 'go') {
		return exitCodes.cancelled;
	}

	const isJson = session.mode.front === 'json';
	const all: ImageNews[] = [];
	try {
		await actions.changeImage({ id, ami }, wish, news => {
			all.push(news);
			if (!isJson) {
				(news.why === undefined ? session.say : session.note)(imageNewsText(wish, news));
			}
		});
	} finally {
		if (isJson) {
			session.print(jsonDocument({ id, ...wish, images: all }));
		}
	}

	return exitCodes.done;
};

const which =
	'It is named by the id of its build, by that of an AMI, which then is the only one that is meant, by the name of its preset, or it is the newest.';

/** Only what changes an image: a copy has a command of its own. */
const wishOf = (id: ImageWish['do'], typed: string): ImageWish | string => {
	const wish = imageWish(id, typed, Date.now());
	return typeof wish !== 'string' && (wish.do === 'copy' || wish.do === 'test') ? '' : wish;
};

export const imagesShare: Command = {
	usage: {
		synopsis: ['packer-wizard images share [<id>] --with <account|arn,…> [flags]'],
		text: [
			'Lets other accounts, organisations or parts of them start servers from the image of a build, in all its regions; accounts may use its snapshots as well. An image that is encrypted with the key of AWS cannot be shared.',
			which,
		],
		groups: [
			{
				title: 'With whom',
				flags: [
					{ name: 'with', value: '<account|arn>', text: 'Accounts of 12 digits, and ARNs of organisations.' },
				],
			},
		],
		examples: ['packer-wizard images share 7f3a --with 111122223333,444455556666 --yes'],
	},
	takes: 1,
	run: session => change(session, () => wishOf('share', (session.parsed.values.get('with') ?? []).join(' '))),
};

export const imagesDeprecate: Command = {
	usage: {
		synopsis: ['packer-wizard images deprecate [<id>] --on <date> [flags]'],
		text: [
			'Deprecates the image of a build from a day on, in all its regions: nobody else finds it any more then, and who knows its id can still use it. With --undo it is deprecated no more.',
			which,
		],
		groups: [
			{
				title: 'When',
				flags: [
					{ name: 'on', value: '<date>', text: 'From which day on, such as 2027-01-31.' },
					{ name: 'undo', text: 'Not any more.' },
				],
			},
		],
		examples: [
			'packer-wizard images deprecate 7f3a --on 2027-01-31',
			'packer-wizard images deprecate 7f3a --undo',
		],
	},
	takes: 1,
	run: session => {
		if (session.has('undo') === session.parsed.values.has('on')) {
			throw new Problem('Say from which day on, with --on 2027-01-31, or --undo.', {
				exitCode: exitCodes.usage,
			});
		}

		return change(session, () =>
			session.has('undo') ? { do: 'renew' } : wishOf('deprecate', lastValue(session.parsed, 'on') ?? ''),
		);
	},
};
