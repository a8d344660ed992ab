// The in-app notifications.
import { api, body } from './client.ts';
import type { NotificationList } from './types.ts';

export function listNotifications(query: { limit?: number; cursor?: string } = {}): Promise<NotificationList> {
	return body(api.GET('/v1/notifications', { params: { query } }));
}

export async function readNotification(id: string): Promise<void> {
	await api.PUT('/v1/notifications/{id}/read', { params: { path: { id } } });
}
