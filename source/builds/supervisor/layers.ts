import type { Environment } from '../../base/paths.ts';
import { withUnixEnds } from '../../base/script-text.ts';
import type { LayerChoice } from '../../rehearsal/layers/start-machine.ts';
import { layersFolder } from '../folders.ts';
import type { BuildStep } from '../journal/journal.ts';
import type { Redact } from '../journal/redaction.ts';
import type { NewEntry } from '../journal/writer.ts';
import { layerLimit } from '../layer-limit.ts';

/** What a build must not show. */
export type Hidden = {
	readonly values: readonly string[];
	/** Takes them out of texts, but for those that are too short. */
	readonly redact: Redact;
};

/** A step of the build, and what its script holds as far as that is known. */
export type StepScript = Pick<BuildStep, 'script' | 'name'> & { readonly content: string | undefined };

/** A script as Packer sends it: with other line ends and a last one, unless its provisioner is `binary`. */
const asSent = (script: string): string => withUnixEnds(script).replace(/\n?$/, '\n');

/** Whether a script that was sent is that of a step. */
export const isScriptOf = ({ content }: StepScript, sent: string): boolean =>
	content !== undefined && asSent(content) === asSent(sent);

/**
 * How the states behind the steps of a rehearsal are kept, told as entries of its journal; undefined if none is.
 * @param scripts the steps in the order in which they run: of two with one script the first comes first.
 */
export const layerChoice = (
	environment: Environment,
	isFresh: boolean,
	{ values, redact }: Hidden,
	scripts: readonly StepScript[],
	append: (entries: readonly NewEntry[]) => void,
): LayerChoice | undefined => {
	const limit = layerLimit(environment);
	if (limit === undefined) {
		return undefined;
	}

	let next = 0;
	const find = (sent: string): number =>
		scripts.findIndex((step, index) => index >= next && isScriptOf(step, sent));
	const tell = (sent: string, layer: string, from?: number): void => {
		const at = find(sent);
		const script = scripts[at]?.script;
		if (script !== undefined) {
			next = at + 1;
			append([{ kind: 'layer', script, layer, ...(from !== undefined && { from }) }]);
		}
	};

	return {
		folder: layersFolder(environment),
		limit,
		isFresh,
		isSecret: text => values.some(value => value !== '' && text.includes(value)) || redact(text) !== text,
		redact,
		scripts: scripts.map(({ content }) => (content === undefined ? undefined : asSent(content))),
		onTaken: (sent, { hash, made }) => tell(sent, hash, made),
		onKept: (sent, { hash }) => tell(sent, hash),
		onUnkept: (sent, why) => {
			const name = scripts[find(sent)]?.name;
			if (name !== undefined) {
				append([
					{ kind: 'notice', message: `From ${name} on, the next rehearsal runs all steps anew: ${why}.` },
				]);
			}
		},
	};
};
