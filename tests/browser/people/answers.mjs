// Fills in the pages of a procedure's form as a person does: by the labels on the screen. What to answer is the form's own
// example, so that a form may change without these tests.

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** The label alone, or with the words that say it may be left blank. */
export const labelled = (label) => new RegExp(`^${escaped(label)}( \\((không bắt buộc|optional)\\))?$`);

export function isAsked(field, answers) {
	return !field.show_if || answers[field.show_if.field] === field.show_if.equals;
}

/** The pages that the example leads through. */
export const pagesOf = (form) => form.ui.pages
	.map((page) => ({ ...page, fields: page.fields.filter((field) => isAsked(field, form.example)) }))
	.filter((page) => page.fields.length > 0);

export async function fillAddress(group, address, api) {
	await group.getByLabel('Tỉnh, thành phố').selectOption({ label: await api.placeName(address.province_code) });
	const commune = await api.placeName(address.commune_code, address.province_code);
	const box = group.getByRole('combobox', { name: 'Xã, phường, đặc khu' });
	await box.fill(commune);
	await group.getByRole('option', { name: commune }).first().click();
	await group.getByLabel('Số nhà, đường, thôn, tổ dân phố').fill(address.detail);
}

async function fill(page, field, value, api) {
	const group = () => page.getByRole('group', { name: labelled(field.label) });
	switch (field.widget) {
		case 'address':
			return fillAddress(group(), value, api);
		case 'date': {
			const [year, month, day] = value.split('-').map(Number);
			await group().getByLabel('Ngày', { exact: true }).fill(String(day));
			await group().getByLabel('Tháng', { exact: true }).fill(String(month));
			return group().getByLabel('Năm', { exact: true }).fill(String(year));
		}
		case 'radio': {
			const { label } = field.options.find((option) => option.value === value);
			return group().getByRole('radio', { name: label, exact: true }).check();
		}
		case 'select': {
			const { label } = field.options.find((option) => option.value === value);
			return page.getByRole('combobox', { name: labelled(field.label) }).selectOption({ label });
		}
		case 'checkbox':
			return page.getByRole('checkbox', { name: labelled(field.label) }).setChecked(value);
		default:
			return page.getByRole('textbox', { name: labelled(field.label) }).fill(String(value));
	}
}

export async function fillPage(page, formPage, answers, api) {
	for (const field of formPage.fields) {
		if (answers[field.name] !== undefined) await fill(page, field, answers[field.name], api);
	}
}

/** What a text field of the page shows now, by its label. */
export const shown = (page, field) => page.getByRole('textbox', { name: labelled(field.label) }).inputValue();
