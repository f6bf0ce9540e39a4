/** What became of a part of a template that was imported. */
export type Told = {
	/**
	 * `taken`: an answer now; `kept`: stands in the new template as it stood; `open`: kept, and it needs a value before it
	 * can be built; `not`: none of these, and why.
	 */
	readonly fate: 'taken' | 'kept' | 'open' | 'not';
	/** `region`, `provisioner "shell"`. */
	readonly name: string;
	/** Where it stood, `web.json:12`. */
	readonly at: string;
	/** What it became, or why not; a few words or a sentence. */
	readonly text: string;
};
