import { Refusal } from './protocol.ts';

const most = 255;

/** @throws Refusal if the text is longer than what EC2 keeps with an image or a snapshot. */
export const snapshotDescription = (text: string): string => {
	if (text.length > most) {
		throw new Refusal(
			'InvalidParameterValue',
			`Value (${text}) for parameter description is invalid. It exceeds ${most} characters`,
		);
	}

	return text;
};

/**
 * Packer sets the description of an image at the very end: one that EC2 does not take costs a whole build.
 * @throws Refusal if it is too long or no ASCII.
 */
export const imageDescription = (text: string): string => {
	if (/[^ -~\t\n\r]/.test(text)) {
		throw new Refusal(
			'InvalidParameterValue',
			`Value (${text}) for parameter description is invalid. Character sets beyond ASCII are not supported.`,
		);
	}

	return snapshotDescription(text);
};

/** What names and descriptions of security groups may hold, those of their rules too. */
export const groupText = /^[\w .\-:/()#,@[\]+=&;{}!$*]{0,255}$/;

/** @throws Refusal if EC2 does not take the text as what a rule of a security group says of itself. */
export const ruleDescription = (text: string | undefined): string | undefined => {
	if (text !== undefined && !groupText.test(text)) {
		throw new Refusal(
			'InvalidParameterValue',
			'Invalid rule description. Valid descriptions are strings less than 256 characters from the following set: a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*',
		);
	}

	return text;
};
