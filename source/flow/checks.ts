export type CheckId =
	| 'catalogue'
	| 'files'
	| 'foreign'
	| 'packer'
	| 'plugin'
	| 'credentials'
	| 'token'
	| 'engine'
	| 'space';

export type Remedy = {
	readonly id:
		| 'get-packer'
		| 'packer-path'
		| 'package-manager'
		| 'get-plugin'
		| 'paste-token'
		| 'leave-out'
		| 'rehearse'
		| 'confirm-account'
		| 'profile'
		| 'show-difference'
		| 'keep-files'
		| 'overwrite-files'
		| 'another-folder'
		| 'show-foreign'
		| 'trust'
		| 'how-to';
	readonly label: string;
	readonly details: readonly string[];
	/** What the remedy asks for first. */
	readonly asks?: { readonly text: string; readonly secret: boolean };
	/** What a yes is given to: the contents that are told of. */
	readonly contents?: readonly { readonly sum: string; readonly files: readonly string[] }[];
	/** What a yes is given to: who signs and pays, in the words of `accountText`. */
	readonly account?: string;
};

export type Check = {
	readonly id: CheckId;
	readonly status: 'ok' | 'missing' | 'warning';
	readonly title: string;
	readonly detail: string;
	/** Of the sign-in: the number of the AWS account, if it is known without a call. */
	readonly account?: string;
	readonly remedies: readonly Remedy[];
};
