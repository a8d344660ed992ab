import { expect, test } from 'vitest';
import { findEntries } from './Combobox.tsx';

test('a combobox finds without diacritics, beginnings first, then words, then former names', () => {
	const entries = [
		{ value: '1', label: 'Xã Thành Hạc' },
		{ value: '2', label: 'Phường Hạc Thành' },
		{ value: '3', label: 'Hạc Sơn' },
		{ value: '4', label: 'Phường An Hội', note: 'trước đây: Hạc Lâm' },
	];
	expect(findEntries(entries, 'hac').map((entry) => entry.value)).toEqual(['3', '1', '2', '4']);
	expect(findEntries(entries, 'xyz')).toEqual([]);
	expect(findEntries(entries, ' ')).toHaveLength(4);
});
