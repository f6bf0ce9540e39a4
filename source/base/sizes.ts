const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** Bytes as container engines say them, by thousands: `208 MB`, `1.2 GB`. */
export const sizeText = (bytes: number): string => {
	const power = Math.min(Math.max(Math.floor(Math.log10(bytes) / 3), 0), units.length - 1);
	const value = bytes / 1000 ** power;
	return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)} ${units[power]}`;
};
