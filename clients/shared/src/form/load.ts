// The form of a procedure. The contract says that its schema and pages are objects; what they hold is said in model.ts.
import { getForm } from '../api/procedures.ts';
import type { FormDefinition } from './model.ts';

export async function loadForm(code: string): Promise<FormDefinition> {
	return (await getForm(code)) as unknown as FormDefinition;
}
