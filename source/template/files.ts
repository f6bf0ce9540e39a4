/** A file of the template, relative to its folder. */
export type TemplateFile = {
	/** With `/` between folders: `scripts/01-node.sh`. */
	readonly path: string;
	readonly content: string;
	readonly executable: boolean;
	/** The permissions of the person's own file that it is a copy of. */
	readonly mode?: number;
};

/** The permissions with which a file is written: a copy is no more open than what it is a copy of. */
export const fileMode = ({ executable, mode }: Pick<TemplateFile, 'executable' | 'mode'>): number =>
	mode ?? (executable ? 0o755 : 0o644);

/** The script that servers run at their first boot, and the policy of IAM for them. */
export const userDataName = 'user-data.sh';
export const policyName = 'iam-policy.json';
export const readmeName = 'README.md';

/** The folder beside the template with what starts servers by Terraform. */
export const terraformFolder = 'terraform';
