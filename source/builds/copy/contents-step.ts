import path from 'node:path';
import { inlineTexts, isShutDownBySteps, type TemplateText } from '../../targets/aws/builds/copy/own-end.ts';
import type { UnaskedReason } from '../journal/journal.ts';
import { isAmazonSource, type ShellStep } from './template-edits.ts';
import { type TemplateStep, templateSteps } from './template-steps.ts';

const isNot = (value: string): boolean => value === '' || /^"?false\b/.test(value);

/** What a template says as a plain text; undefined for nothing, and for what only Packer can tell. */
const plainText = (value: string): string | undefined => /^"([^"\\$%]+)"$/.exec(value.trim())?.[1];

/** A machine that surely has a shell, and is still there when all steps are over. */
const isOpen = ({ attribute }: TemplateStep): boolean => {
	const communicator = attribute('communicator');
	return (
		(communicator === '' || ['ssh', 'docker'].includes(plainText(communicator) ?? '')) &&
		isNot(attribute('disable_stop_instance')) &&
		!/administrator/i.test(attribute('ssh_username'))
	);
};

/** Whether a step runs on the machines of all sources. */
export const isForAll = (attributes: readonly string[]): boolean =>
	!attributes.some(name => name === 'only' || name === 'except');

/** Where the scripts of a template are uploaded to; `usual` for Packer's own place, undefined if only Packer can tell. */
const folderOf = ({ attribute }: TemplateStep): { readonly folder: string | 'usual' } | undefined => {
	const [folder, file] = [attribute('remote_folder'), attribute('remote_path')];
	if (folder === '' && file === '') {
		return { folder: 'usual' };
	}

	const named = folder === '' ? plainText(file) : plainText(folder);
	return named === undefined ? undefined : { folder: folder === '' ? path.posix.dirname(named) : named };
};

/** Packer's own place for scripts, unless a template says another. */
const usualFolder = '/tmp';

/** The memory of a machine with Linux: everybody may write there, a full disk is none of it, and no image holds it. */
export const memoryFolder = '/dev/shm';

/** What is said of machines without it. */
const isOtherSystem = ({ text }: TemplateText): boolean => /bsd|darwin|macos|"mac-?[12m]/i.test(text);

/** Whether a line of scripts removes that folder itself, not only what is in it. */
const isRemoved = (folder: string, texts: readonly string[]): boolean => {
	const removes = new RegExp(
		`(?:^|[\\s;&|"'/])rm\\s(?:.*\\s)?["']?${folder.replaceAll(/[^\w/]/g, '\\$&')}/?(?=$|[\\s;&|"'])`,
	);
	return texts.some(text => text.split('\n').some(line => !/^[\s["']*#/.test(line) && removes.test(line)));
};

/**
 * Files that a shell or sshd reads at every log-in without a terminal. One that prints lets no upload of Packer through,
 * so that a step behind the one that changes it fails the build.
 */
const logInFile = /bashrc|zshenv|\bt?cshrc|sshrc|\.ssh\/rc\b|config\.fish|\bBASH_ENV\b/;

const changesLogIn = (texts: readonly string[]): boolean =>
	texts.some(text => text.split('\n').some(line => !/^[\s["']*#/.test(line) && logInFile.test(line)));

/**
 * How the contents of an image can be listed by a last step that fails no build: the folder for its script, in memory if
 * there surely is one, so that no full disk or locked folder is in its way; else where the template's own scripts were
 * uploaded to, or `usual`. Or why not, where such a step could be in the way: on machines without a shell, or of which
 * that cannot be told; where no script runs on all of them; where the last step restarts them, or one shuts them down,
 * removes that place, or changes what is read at a log-in.
 * Pure.
 * @param files what Packer reads in its folder.
 * @param scripts the contents of the scripts that it names.
 */
export const contentsPlace = (
	files: readonly TemplateText[],
	scripts: readonly string[],
): { readonly place: string | 'usual' } | { readonly why: UnaskedReason } => {
	const steps = files.flatMap(({ file, text }) => templateSteps(file, text));
	const sources = steps.filter(({ kind }) => kind === 'source');
	const provisioners = steps.filter(({ kind }) => kind === 'provisioner');
	const shells = provisioners.filter(({ type, attributes }) => type === 'shell' && isForAll(attributes));
	const last = provisioners.at(-1);
	const shell = shells.at(-1);
	const texts = [...inlineTexts(files), ...scripts];
	if (
		shell === undefined ||
		last === undefined ||
		sources.length === 0 ||
		!sources.every(isOpen) ||
		provisioners.some(({ type }) => /windows|powershell/.test(type))
	) {
		return { why: 'no-shell' };
	}

	if (!isNot(last.attribute('expect_disconnect')) || isShutDownBySteps(texts)) {
		return { why: 'down' };
	}

	if (changesLogIn([...texts, ...provisioners.map(({ attribute }) => attribute('destination'))])) {
		return { why: 'log-in' };
	}

	// `docker cp` does not reach it in containers.
	if (sources.every(({ type }) => isAmazonSource(type)) && !files.some(isOtherSystem)) {
		return isRemoved(memoryFolder, texts) ? { why: 'removed' } : { place: memoryFolder };
	}

	const folder = folderOf(shell)?.folder;
	return folder === undefined
		? { why: 'no-shell' }
		: isRemoved(folder === 'usual' ? usualFolder : folder, texts)
			? { why: 'removed' }
			: { place: folder };
};

/**
 * The step that prints what is in an image. Whatever becomes of it, the build goes on: no exit code counts, and its file
 * goes with the command that runs it, so that nothing is cleaned up behind it.
 * @param script its file, absolute.
 * @param place as `contentsPlace` gives it.
 */
export const contentsStep = (script: string, place: string | 'usual'): ShellStep => ({
	script,
	execute_command: 'sh {{ .Path }} || true; rm -f {{ .Path }} || true',
	expect_disconnect: true,
	skip_clean: true,
	...(place !== 'usual' && { remote_folder: place }),
});
