/** Numbers from 0 up to, not including, `below`; the same for the same seed. */
export type Random = (below: number) => number;

/** A generator of random numbers that gives the same ones in every run (mulberry32). */
export const seeded = (seed: number): Random => {
	let state = seed;
	return below => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
	};
};

/** What breaks quoting somewhere: HCL, Go's templates, shells, and programs that count characters. */
const pieces = [
	...[
		'"',
		"'",
		'`',
		'\\',
		'\\\\',
		'\\"',
		'\\n',
		'\\u0041',
		'$',
		'$$',
		'${',
		`\${x}`,
		'$${',
		'%',
		'%%',
		'%{',
		'%%{',
	],
	...[
		'{',
		'{{',
		'{{{',
		'}}',
		'{{ .Id }}',
		'{{`',
		'{{/*',
		'*/}}',
		'#',
		'//',
		'/*',
		'*/',
		'<<EOT',
		'EOT',
		'-',
		'=',
		'!',
	],
	...[
		'\n',
		'\r',
		'\r\n',
		'\t',
		' ',
		'  ',
		'$(id)',
		'`id`',
		'&&',
		';',
		'|',
		'>',
		'~',
		'*',
		'?',
		'[a]',
		'!!',
		'a',
		'Z',
	],
	...[
		'é',
		'e\u0301',
		'\u0301',
		'a\u0323\u0302',
		'ö',
		'ß',
		'ñ',
		'Å',
		'Å',
		'한',
		'\u1112\u1161\u11ab',
		'ि',
		'กำ',
	],
	...[
		'😀',
		'👩\u200d👩\u200d👧',
		'🇩🇪',
		'👍🏽',
		'❤\ufe0f',
		'\u200b',
		'\u200e',
		'\u202e',
		'\ufeff',
		'\u00a0',
		'\u2028',
		'\u0d4e',
	],
	...['\u0600', '\u{110bd}', '\u{111c2}', '\ufffd', '\uffff', '\ue000', '\u{10ffff}', '日本', 'Ω', 'ж'],
];

const control = (random: Random): string => {
	const code = random(0x41);
	return String.fromCharCode(code < 0x20 ? code : code + 0x5f);
};

const anyCharacter = (random: Random): string => {
	const code = random(0x110000 - 0x800);
	return String.fromCodePoint(code < 0xd800 ? code : code + 0x800);
};

/** A text of up to 16 pieces; among them what breaks quoting, control characters and any other character. */
const anyText = (random: Random): string =>
	Array.from({ length: random(17) }, () => {
		switch (random(8)) {
			case 0:
				return control(random);
			case 1:
				return anyCharacter(random);
			case 2:
				return String.fromCharCode(0x20 + random(0x5f));
			default:
				return pieces[random(pieces.length)] ?? '';
		}
	}).join('');

/** Texts from a seed. */
export const anyTexts = (count: number, seed: number): readonly string[] => {
	const random = seeded(seed);
	return Array.from({ length: count }, () => anyText(random));
};
