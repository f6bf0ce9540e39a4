import * as z from 'zod';
import { controlCharacter } from '../../../base/printable.ts';
import { textValue } from '../../../recipe/schema-parts.ts';
import { referenceComplaint, repositoryComplaint, tagPattern, tagRule } from './reference.ts';

/** A text with a complaint of its own, if it has one. */
const checked = (complaint: (value: string) => string | undefined) =>
	z.string().superRefine((value, context) => {
		const message = complaint(value);
		if (message !== undefined) {
			context.addIssue({ code: 'custom', message });
		}
	});

/** A word of a command. */
const word = z
	.string()
	.min(1)
	.refine(value => controlCharacter(value) === undefined && !/[\n\r]/.test(value), {
		message: 'must be a single line',
	});

const portPattern = /^([1-9]\d{0,4})(?:\/(?:tcp|udp|sctp))?$/;
const portRule = 'A port looks like 8080 or 53/udp, 65535 at most.';

const containerUserPattern = /^[\w.-]+(?::[\w.-]+)?$/;
const containerUserRule = 'A user looks like app, 1000 or 1000:1000.';

const containerFolderPattern = /^(?:\/[\w.-]+)+$|^\/$/;
const containerFolderRule = 'A folder of the container looks like /srv/app.';

const labelKeyPattern = /^[a-z0-9](?:[\w.-]{0,126}[a-z0-9])?$/;

/** Docker replaces and unescapes what Podman leaves as it stands, so that no way of writing it means the same to both. */
const labelRule =
	'A label has a name like org.opencontainers.image.source, and a value without " \\ $ and {{, which Docker and Podman read differently.';

const exportPattern = /^(?!.*(?:^|\/)\.\.(?:\/|$))[\w.-]+(?:\/[\w.-]+)*\.tar$/;
const exportRule = 'A file to export to looks like web.tar, and lies in the folder of the template.';

/** What a container image takes beside what every image does. */
export const dockerSchema = z.strictObject({
	/** The container image to start from; that of the base image's system if missing. */
	image: checked(referenceComplaint).optional(),
	/** What it is called, without a tag: `web`, `ghcr.io/ann/web`; the Recipe's name if missing. */
	repository: checked(repositoryComplaint).optional(),
	tags: z
		.array(z.string().regex(tagPattern, { message: tagRule }))
		.min(1)
		.default(['latest']),
	/** The program that a container runs, with its first arguments; that of the image it starts from if missing. */
	entrypoint: z.array(word).min(1).optional(),
	/** What a container runs, or with which arguments; a shell if both are missing. */
	command: z.array(word).min(1).optional(),
	/** Who runs it; root if missing. */
	user: z.string().regex(containerUserPattern, { message: containerUserRule }).optional(),
	/** Where it runs. */
	folder: z.string().regex(containerFolderPattern, { message: containerFolderRule }).optional(),
	/** Ports on which it answers: `8080`, `53/udp`. */
	ports: z
		.array(
			z.string().refine(port => Number(portPattern.exec(port)?.[1] ?? Number.NaN) <= 65_535, {
				message: portRule,
			}),
		)
		.default([]),
	labels: z
		.record(
			z.string().regex(labelKeyPattern, { message: labelRule }),
			word.refine(value => !/["\\$]|\{\{/.test(value), { message: labelRule }),
		)
		.default({}),
	/** Further instructions for containers of it, as an imported template has them: `ENV A=b`. */
	changes: z.array(word).min(1).optional(),
	/** Lines of an imported template that stand in the source block as they are; they count instead of ours of the same name. */
	keptLines: z.array(textValue.min(1)).optional(),
	/** Whether all its tags are pushed to the registry that the repository names. */
	push: z.boolean().default(false),
	/** A file in the folder of the template that holds the image, as `docker load` reads it. */
	export: z.string().regex(exportPattern, { message: exportRule }).optional(),
});

export type DockerTarget = z.infer<typeof dockerSchema>;
