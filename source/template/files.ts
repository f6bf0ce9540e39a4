/** A file of the template, relative to its folder. */
export type TemplateFile = {
	/** With `/` between folders: `scripts/01-node.sh`. */
	readonly path: string;
	readonly content: string;
	readonly executable: boolean;
};
