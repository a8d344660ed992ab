// The queue of the one-stop desk.
import { api, body } from './client.ts';
import type { InboxList, State } from './types.ts';

export interface InboxQuery {
	state?: State;
	unit?: string;
	overdue?: boolean;
	mine?: boolean;
	q?: string;
	limit?: number;
	cursor?: string;
}

export function listInbox(query: InboxQuery): Promise<InboxList> {
	return body(api.GET('/v1/inbox', { params: { query } }));
}
