/** Where keys come from. */
export type Input = NodeJS.ReadableStream & {
	readonly isTTY?: boolean;
	setRawMode?(isRaw: boolean): unknown;
	ref?(): unknown;
};

/** Where lines and questions go. */
export type Output = NodeJS.WritableStream & { readonly columns?: number; readonly rows?: number };

/** Characters that a line may have: the last column stays free, since some terminals go on in the next row behind it. */
export const lineWidth = ({ columns }: Output): number => (columns || 80) - 1;
