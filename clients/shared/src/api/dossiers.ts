// Dossiers: drafts, submission, what happened to them, their files and papers.
import { intend } from './intention.ts';
import { asProblem } from './problem.ts';
import { api, body, raw, versioned } from './client.ts';
import type { papers } from '../vocabulary/papers.ts';
import type { components } from './contract.d.ts';
import type {
	Action,
	Custody,
	Dossier,
	DossierCreate,
	DossierEvent,
	DossierList,
	DossierTimes,
	DossierUpdate,
	DossiersClaimed,
	Receipt,
	State,
	StepPreview,
	Submission,
	Submitted,
	Tracking,
	TrackingLink,
	TrackingState,
	Versioned,
} from './types.ts';

type Body<K extends keyof components['schemas']> = components['schemas'][K];

export function createDossier(content: DossierCreate): Promise<Versioned<Dossier>> {
	return intend(`create:${JSON.stringify(content)}`, (key) =>
		versioned(
			api.POST('/v1/dossiers', {
				params: { header: { 'Idempotency-Key': key } },
				body: content as Body<'DossierCreate'>,
			}),
		),
	);
}

export function listDossiers(query: { state?: State; limit?: number; cursor?: string } = {}): Promise<DossierList> {
	return body(api.GET('/v1/dossiers', { params: { query } }));
}

export function getDossier(id: string): Promise<Versioned<Dossier>> {
	return versioned(api.GET('/v1/dossiers/{id}', { params: { path: { id } } }));
}

export function updateDossier(id: string, etag: string, change: DossierUpdate): Promise<Versioned<Dossier>> {
	return versioned(
		api.PATCH('/v1/dossiers/{id}', {
			params: { path: { id }, header: { 'If-Match': etag } },
			body: change as Body<'DossierUpdate'>,
		}),
	);
}

export async function deleteDossier(id: string): Promise<void> {
	await api.DELETE('/v1/dossiers/{id}', { params: { path: { id } } });
}

/** uploadIds: finished uploads and files that the paper has already, in their order; the rest is taken off. */
export function putComponent(id: string, componentCode: string, uploadIds: string[]): Promise<Versioned<Dossier>> {
	return versioned(
		api.PUT('/v1/dossiers/{id}/components/{component_code}', {
			params: { path: { id, component_code: componentCode } },
			body: { upload_ids: uploadIds },
		}),
	);
}

/** What the desk took in for the person with this number comes to the account, if a phone of his is proven. */
export function claimDossiers(personalId: string): Promise<DossiersClaimed> {
	return body(api.POST('/v1/dossier-claims', { body: { personal_id: personalId } }));
}

/** feeTotal: the amount that whoever files was shown; the service files for no other. */
export function submitDossier(id: string, feeTotal: number): Promise<Submitted> {
	return intend(`submit:${id}:${feeTotal}`, (key) =>
		body(
			api.POST('/v1/dossiers/{id}/submission', {
				params: { path: { id }, header: { 'Idempotency-Key': key } },
				body: { fee_total: feeTotal },
			}),
		),
	);
}

/** etag: of the dossier as it was shown. A step that is taken, not only asked about, gives the dossier. */
export function act(id: string, etag: string, action: Action): Promise<Versioned<Dossier>> {
	return intend(
		`act:${id}:${JSON.stringify(action)}`,
		(key) =>
			versioned(
				api.POST('/v1/dossiers/{id}/actions', {
					params: { path: { id }, header: { 'Idempotency-Key': key, 'If-Match': etag } },
					body: action,
				}),
			) as Promise<Versioned<Dossier>>,
	);
}

/** What a step would do; it is not taken. */
export function previewAct(id: string, etag: string, action: Action, signal: AbortSignal): Promise<StepPreview> {
	return body(
		api.POST('/v1/dossiers/{id}/actions', {
			params: { path: { id }, query: { dry_run: true }, header: { 'If-Match': etag } },
			body: action,
			signal,
		}),
	) as Promise<StepPreview>;
}

export function listEvents(id: string): Promise<DossierEvent[]> {
	return body(api.GET('/v1/dossiers/{id}/events', { params: { path: { id } } })).then((list) => list.items);
}

export function listCustody(id: string): Promise<Custody[]> {
	return body(api.GET('/v1/dossiers/{id}/custody', { params: { path: { id } } })).then((list) => list.items);
}

export function dossierTimes(id: string): Promise<DossierTimes> {
	return body(api.GET('/v1/dossiers/{id}/times', { params: { path: { id } } }));
}

/** What the dossier said each time it was filed or supplied, the oldest first. */
export function listSubmissions(id: string): Promise<Submission[]> {
	return body(api.GET('/v1/dossiers/{id}/submissions', { params: { path: { id } } })).then((list) => list.items);
}

export function getReceipt(id: string): Promise<Receipt> {
	return body(api.GET('/v1/dossiers/{id}/receipt', { params: { path: { id } } }));
}

/** The state alone; what is more opens with the link. */
export function trackDossier(code: string, phoneLast4: string): Promise<TrackingState> {
	return body(api.POST('/v1/tracking', { body: { code, phone_last4: phoneLast4 } }));
}

/** secret: what stands behind /t/ in the link of a receipt. */
export function openTrackingLink(secret: string): Promise<Tracking> {
	return body(api.POST('/v1/tracking/link', { body: { secret } }));
}

export function getTrackingLink(id: string): Promise<TrackingLink> {
	return body(api.GET('/v1/dossiers/{id}/tracking-link', { params: { path: { id } } }));
}

/** The link before opens nothing any more. */
export function renewTrackingLink(id: string): Promise<TrackingLink> {
	return intend(`link:${id}`, async (key) => {
		const header = { 'Idempotency-Key': key };
		try {
			return await body(api.POST('/v1/dossiers/{id}/tracking-link', { params: { path: { id }, header } }));
		} catch (error) {
			// it was renewed when the line broke
			if (asProblem(error).code !== 'reply-not-kept') throw error;
			return getTrackingLink(id);
		}
	});
}

export async function fileContent(id: string, fileId: string): Promise<Blob> {
	return (await raw(`/v1/dossiers/${encodeURIComponent(id)}/files/${encodeURIComponent(fileId)}`)).blob();
}

/** of: which payment a receipt is of, which event a letter; the last one if none is named. */
export async function paperContent(
	id: string,
	form: keyof typeof papers,
	of: { payment?: string; event?: string } = {},
): Promise<Blob> {
	const query = new URLSearchParams(of).toString();
	return (await raw(`/v1/dossiers/${encodeURIComponent(id)}/papers/${form}.pdf${query && `?${query}`}`)).blob();
}
