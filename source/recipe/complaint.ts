/** A contradiction in a Recipe: where, and one sentence. */
export type Complaint = {
	/** The place in the Recipe, `bundles.0.id`. */
	readonly path: string;
	readonly message: string;
};
