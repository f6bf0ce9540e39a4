/** Something that a person can do at a place, in the order in which it is offered. */
export type Deed<Id extends string> = {
	readonly id: Id;
	readonly label: string;
	/** What it means, in a few words; may be empty. */
	readonly hint: string;
	/** Whether it spends, replaces or deletes: an enter that was typed before it could be seen does nothing. */
	readonly isGrave?: boolean;
};
