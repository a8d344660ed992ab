// What people type, paste or dictate, as they meant it. The service reads the same way (lib/base/as_typed.h, lib/identity,
// lib/dossier); tests/data/as_typed.tsv is the table of cases for both. Whoever gets null was given none of the kind.

/** One line of text: without what cannot be seen, with one kind of blank and of hyphen. */
export function asText(typed: string): string {
	return typed
		.replace(/\p{Cf}/gu, '')
		.replace(/[\p{Z}\t-\r\u0085]+/gu, ' ')
		.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xff01 + 0x21))
		.replace(/[\u2010-\u2015\u2212\ufe58]/g, '-')
		.normalize('NFC')
		.trim();
}

/** Text on as many lines as it was written on. */
export function asLines(typed: string): string {
	return typed
		.split(/\r\n|[\r\n\u0085\u2028\u2029]/)
		.map(asText)
		.join('\n')
		.replace(/^\n+|\n+$/g, '');
}

/** The renumbering of 2018: the first four digits of an 11-digit mobile and the three they became. */
const RENUMBERED: Record<string, string> = {
	'0120': '070',
	'0121': '079',
	'0122': '077',
	'0126': '076',
	'0128': '078',
	'0123': '083',
	'0124': '084',
	'0125': '085',
	'0127': '081',
	'0129': '082',
	'0162': '032',
	'0163': '033',
	'0164': '034',
	'0165': '035',
	'0166': '036',
	'0167': '037',
	'0168': '038',
	'0169': '039',
	'0186': '056',
	'0188': '058',
	'0199': '059',
};

/** 0912345678 */
export function asPhone(typed: string): string | null {
	const digits = asText(typed).replace(/[ .()-]/g, '');
	const national = /^(?:(?:\+84|0084|84)0?|0)(\d+)$/.exec(digits)?.[1];
	if (!national) return null;
	const phone = `0${national}`;
	const now = phone.length === 11 ? (RENUMBERED[phone.slice(0, 4)] ?? phone.slice(0, 4)) + phone.slice(4) : phone;
	return /^0[35789]\d{8}$|^02\d{9}$/.test(now) ? now : null;
}

/** Twelve digits; whether a province has them is known to the service alone. */
export function asPersonalId(typed: string): string | null {
	const digits = asText(typed).replace(/[ .-]/g, '');
	return /^\d{12}$/.test(digits) ? digits : null;
}

/** Digits, or groups of three of them that are all parted by the same sign. */
function whole(text: string): string | null {
	if (/^-?\d+$/.test(text)) return text;
	return /^-?[1-9]\d{0,2}([., ])\d{3}(\1\d{3})*$/.test(text) ? text.replace(/[., ]/g, '') : null;
}

/** 500000000, for a count or an amount of money. */
export const asNumber = (typed: string): string | null => whole(asText(typed).replace(/ ?(đồng|đ|vnđ|vnd)$/iu, ''));

/** 1250,5; with a comma, as it is written here. One sign before exactly three digits parts groups. */
export function asDecimal(typed: string): string | null {
	const bare = asText(typed).replace(/ ?(m2|m²|m|km2|km²|km|cm|ha|kg|tấn|tạ|%)$/iu, '');
	const integer = whole(bare);
	if (integer !== null) return integer;
	const [, before = '', sign = '', after = ''] = /^(.*)([.,])(\d+)$/.exec(bare) ?? [];
	const front = !sign || before.includes(sign) ? null : whole(before);
	return front === null ? null : `${front},${after}`;
}

const CODE = /^(?:[A-Z]\d{2}(?:\.\d{1,3}){0,4}|\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2})-(\d{4}|\d{2})(\d{2})(\d{2})-\d{4,7}$/;

function codeOf(text: string): string | null {
	const [, year = '', month = '', day = ''] = CODE.exec(text) ?? [];
	if (!year) return null;
	const date = new Date(Date.UTC(Number(year.padStart(4, '20')), Number(month) - 1, Number(day)));
	return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day) ? text : null;
}

/** A code without signs, for units that have two digits a level. */
function signed(text: string): string | null {
	const bare = text.replace(/[.-]/g, '');
	for (let number = 4; number <= 7; number++) {
		const [, letter = '', unit = '', date = '', rest = ''] =
			new RegExp(`^([A-Z])((?:\\d\\d){1,5})(\\d{6})(\\d{${number}})$`).exec(bare) ?? [];
		const code = letter && codeOf(`${letter}${unit.match(/\d\d/g)!.join('.')}-${date}-${rest}`);
		if (code) return code;
	}
	return null;
}

/** The dossier's code in a text, however its parts were parted: H99.31-261125-0003 */
export function asCode(typed: string): string | null {
	const text = asText(typed)
		.replaceAll(',', '.')
		.replaceAll('_', '-')
		.replace(/[^A-Za-z0-9.-]/g, ' ')
		.toUpperCase()
		.replace(/[^A-Z0-9]+$/, '');
	for (const { index } of text.matchAll(/(?<![A-Z0-9])[A-Z0-9]/g)) {
		const rest = text.slice(index);
		const joined = rest.replace(/ *([.-]) */g, '$1').replace(/ +/g, '-');
		const code = codeOf(rest.replaceAll(' ', '')) ?? codeOf(joined) ?? signed(joined);
		if (code) return code;
	}
	return null;
}
