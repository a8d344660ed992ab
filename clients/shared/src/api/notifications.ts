// What people are told: one's own notices, those of a dossier, and messages that did not get there.
import { api, body } from './client.ts';
import type { DossierNotice, NotificationList, UndeliveredMessageList } from './types.ts';

export function listNotifications(query: { limit?: number; cursor?: string } = {}): Promise<NotificationList> {
	return body(api.GET('/v1/notifications', { params: { query } }));
}

export async function readNotification(id: string): Promise<void> {
	await api.PUT('/v1/notifications/{id}/read', { params: { path: { id } } });
}

/** What the people of a dossier were told, the newest first. */
export function listDossierNotices(id: string): Promise<DossierNotice[]> {
	return body(api.GET('/v1/dossiers/{id}/notices', { params: { path: { id } } })).then((list) => list.items);
}

export function listUndelivered(query: { limit?: number; cursor?: string } = {}): Promise<UndeliveredMessageList> {
	return body(api.GET('/v1/admin/messages', { params: { query } }));
}

export async function retryMessage(id: string): Promise<void> {
	await api.PUT('/v1/admin/messages/{id}/retry', { params: { path: { id } } });
}

/** How many go again; at most a thousand at a time. */
export async function retryMessages(): Promise<number> {
	return (await body(api.PUT('/v1/admin/message-retries'))).count;
}
