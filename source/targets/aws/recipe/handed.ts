/** `temporary keys until 15:40`; `until` in milliseconds since 1970, undefined if nobody says. */
export const handedText = (until: number | undefined): string =>
	`temporary keys${until === undefined ? '' : ` until ${new Date(until).toTimeString().slice(0, 5)}`}`;
