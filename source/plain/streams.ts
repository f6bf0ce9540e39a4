/** Where keys come from. */
export type Input = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** Where lines and questions go. */
export type Output = NodeJS.WritableStream & { readonly columns?: number; readonly rows?: number };
