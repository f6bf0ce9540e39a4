/** Milliseconds, bytes, or a share of 1. */
export type Unit = 'ms' | 'bytes' | 'share';

const megabyte = 1_000_000;

const decimals = (value: number): string => value.toFixed(value < 10 ? 1 : 0);

/** A measured number for people: `431 ms`, `4.2 s`, `2.5 MB`, `3.0 %`. */
export const amountText = (value: number, unit: Unit): string => {
	switch (unit) {
		case 'ms':
			return value < 1000 ? `${decimals(value)} ms` : `${(value / 1000).toFixed(1)} s`;
		case 'bytes':
			return `${decimals(value / megabyte)} MB`;
		case 'share':
			return `${decimals(value * 100)} %`;
	}
};
