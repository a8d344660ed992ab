// The queue of the one-stop desk, and its search.
import { api, body } from './client.ts';
import type { InboxList, InboxView, State } from './types.ts';

/** Which page of a list. */
export interface InboxPage {
	limit?: number;
	cursor?: string;
}

export interface InboxQuery extends InboxPage {
	view?: InboxView;
	state?: State;
	unit?: string;
	overdue?: boolean;
	mine?: boolean;
}

export function listInbox(query: InboxQuery): Promise<InboxList> {
	return body(api.GET('/v1/inbox', { params: { query } }));
}

/** Words are of people: they go in the body, and stand in no address. */
export function searchInbox(words: string, page: InboxPage): Promise<InboxList> {
	return body(api.POST('/v1/inbox/searches', { body: { words, ...page } }));
}
