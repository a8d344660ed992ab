// The types of field that a form may have. The names are those of schema/vocabulary/widgets.yaml.
import type { widgets } from '../../vocabulary/widgets.ts';
import { address } from './address/Field.tsx';
import { checkbox } from './checkbox/Field.tsx';
import { date } from './date/Field.tsx';
import { email } from './email/Field.tsx';
import { number } from './number/Field.tsx';
import { personalId } from './personal_id/Field.tsx';
import { phone } from './phone/Field.tsx';
import { radio } from './radio/Field.tsx';
import { select } from './select/Field.tsx';
import { text } from './text/Field.tsx';
import { textarea } from './textarea/Field.tsx';
import type { FieldType } from './type.ts';

export const fieldTypes = {
	text,
	textarea,
	select,
	radio,
	checkbox,
	date,
	number,
	phone,
	email,
	personal_id: personalId,
	address,
} satisfies Record<keyof typeof widgets, FieldType>;

export type Widget = keyof typeof fieldTypes;

/** The type of a field. A form newer than this page may hold one that is not known here: it is asked as text. */
export const typeOf = (field: { widget: Widget }): FieldType => fieldTypes[field.widget] ?? text;
