// The types of field that a form may have: every folder here is one, and registers itself by being here. A test beside this
// holds them against schema/vocabulary/widgets.yaml: all are there, and none more.
import type { Field } from '../model.ts';
import { fieldType as text } from './text/Field.tsx';
import type { FieldType } from './type.ts';

const found = import.meta.glob<FieldType>('./*/Field.tsx', { eager: true, import: 'fieldType' });

/** By widget, which is the name of the folder. */
export const fieldTypes: Readonly<Record<string, FieldType>> = Object.fromEntries(
	Object.entries(found).map(([path, type]) => [path.split('/')[1], type]),
);

/** The type of a field. A form newer than this page may hold one that is not known here: it is asked as text. */
export const typeOf = (field: Pick<Field, 'widget'>): FieldType => fieldTypes[field.widget] ?? text;
