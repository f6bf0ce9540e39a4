import type { TargetId } from '../recipe/schema.ts';
import { makes } from '../recipe/targets.ts';
import { ami, amiVersion, sshUser } from '../targets/aws/questions/ami.ts';
import { bundleTags } from '../targets/aws/questions/bundle-tags.ts';
import { copyTo } from '../targets/aws/questions/copy-to.ts';
import { diskSize, encryption, kmsKey, rootDevice } from '../targets/aws/questions/disk.ts';
import { instanceProfile } from '../targets/aws/questions/instance-profile.ts';
import { machine } from '../targets/aws/questions/machine.ts';
import { address, sshFrom, subnet, zone } from '../targets/aws/questions/network.ts';
import { region } from '../targets/aws/questions/region.ts';
import { regionKeys, share } from '../targets/aws/questions/share.ts';
import { imageVersion, style } from '../targets/aws/questions/style.ts';
import { terraform } from '../targets/aws/questions/terraform.ts';
import { dockerQuestions } from '../targets/docker/questions.ts';
import { architecture } from './architecture.ts';
import { baseImage } from './base-image.ts';
import { bundleArguments } from './bundle-arguments.ts';
import { bundleParameters } from './bundle-parameters.ts';
import { install } from './install.ts';
import { checks, cookbooks, pauses, playbooks, uploads } from './more-steps.ts';
import { name, tags } from './name.ts';
import { commands, order, restarts, scripts } from './own-steps.ts';
import { packageManager } from './package-manager.ts';
import { packages } from './packages.ts';
import type { Question } from './question.ts';
import { folder, onError, scriptFolder, spot, timeout } from './settings.ts';
import { stepOrder } from './step-order.ts';
import { stepRuns } from './step-runs.ts';
import { target, where } from './where.ts';

/** Questions that arise where this is made. */
const of = (id: TargetId, ...some: readonly Question[]): readonly Question[] =>
	some.map(question => ({
		...question,
		needs: question.needs ?? `--target ${id}`,
		when: decisions => makes(decisions.recipe, id) && (question.when?.(decisions) ?? true),
	}));

/**
 * Every decision, in the order in which it is asked: the one table behind the wizard, the prompts, the flags and the
 * help. A new decision is one new question here.
 */
export const questions: readonly Question[] = [
	where,
	target,
	...of('aws', region),
	baseImage,
	...of('aws', ami, amiVersion, sshUser, architecture, machine),
	install,
	commands,
	scripts,
	uploads,
	playbooks,
	cookbooks,
	checks,
	pauses,
	...bundleParameters,
	...bundleTags,
	...bundleArguments,
	...of(
		'aws',
		copyTo,
		subnet,
		zone,
		address,
		sshFrom,
		diskSize,
		rootDevice,
		encryption,
		kmsKey,
		regionKeys,
		share,
		instanceProfile,
		spot,
	),
	...of('docker', ...dockerQuestions),
	timeout,
	...of('aws', onError),
	order,
	stepOrder,
	restarts,
	stepRuns,
	packages,
	packageManager,
	scriptFolder,
	...of('aws', style, imageVersion, terraform),
	folder,
	name,
	...of('aws', tags),
];

export const findQuestion = (id: string): Question | undefined =>
	questions.find(question => question.id === id);
