// The catalogue of procedures and their forms.
import { api, body } from './client.ts';
import type { Form, Procedure, ProcedureList } from './types.ts';

export interface ProcedureQuery {
	q?: string;
	sector?: string;
	audience?: 'citizen' | 'business';
	unit?: string;
	limit?: number;
	cursor?: string;
}

export function listProcedures(query: ProcedureQuery): Promise<ProcedureList> {
	return body(api.GET('/v1/procedures', { params: { query } }));
}

export function getProcedure(code: string): Promise<Procedure> {
	return body(api.GET('/v1/procedures/{code}', { params: { path: { code } } }));
}

export function getForm(code: string): Promise<Form> {
	return body(api.GET('/v1/procedures/{code}/form', { params: { path: { code } } }));
}
