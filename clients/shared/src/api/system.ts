// How the system is, for who looks after it.
import { api, body } from './client.ts';
import type { SystemStatus } from './types.ts';

export function getSystemStatus(): Promise<SystemStatus> {
	return body(api.GET('/v1/admin/status'));
}
