import type { FormDefinition } from '@motcua/shared/form/model.ts';
import { expect, test } from 'vitest';
import { groupAnswers } from './answers.tsx';

const form = {
	version: 1,
	schema: {},
	example: {},
	ui: {
		pages: [
			{
				id: 'a',
				title: 'Trẻ',
				fields: [
					{ name: 'child', label: 'Tên trẻ', widget: 'text' },
					{ name: 'sex', label: 'Giới tính', widget: 'text' },
				],
			},
			{ id: 'b', title: 'Cha', fields: [{ name: 'father', label: 'Tên cha', widget: 'text' }] },
		],
	},
} as FormDefinition;

test('groups answers by the pages of the form and leaves out what was not asked', () => {
	expect(
		groupAnswers(form, { sex: 'Nam', child: 'An' }, 'Khác').map((group) => [
			group.title,
			group.rows.map((row) => row.label),
		]),
	).toEqual([['Trẻ', ['Tên trẻ', 'Giới tính']]]);
});

test('shows an answer that the form does not ask any more', () => {
	const groups = groupAnswers(form, { child: 'An', old_question: 'x' }, 'Khác');
	expect(groups[1]).toMatchObject({ title: 'Khác', rows: [{ label: 'old_question', value: 'x' }] });
	expect(groupAnswers(null, { child: 'An' }, 'Khác')).toHaveLength(1);
});
