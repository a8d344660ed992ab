// Everything about one dossier that the page shows. The dossier itself must load; of the rest each part fails alone.
import { dossierTimes, getDossier, listCustody, listEvents, listSubmissions } from '@motcua/shared/api/dossiers.ts';
import { listDossierNotices } from '@motcua/shared/api/notifications.ts';
import { listPayments } from '@motcua/shared/api/payments.ts';
import { loadForm } from '@motcua/shared/form/load.ts';
import { listShipments } from '@motcua/shared/api/shipments.ts';
import type {
	Custody,
	Dossier,
	DossierEvent,
	DossierNotice,
	DossierTimes,
	PaymentList,
	Shipment,
	Submission,
	Versioned,
} from '@motcua/shared/api/types.ts';
import type { FormDefinition } from '@motcua/shared/form/model.ts';
import { useLoad, type Putable } from '@motcua/shared/components/load.ts';
import { useEffect, useState } from 'preact/hooks';

export interface DossierParts {
	dossier: Putable<Versioned<Dossier>>;
	form: Putable<FormDefinition | null>;
	events: Putable<DossierEvent[]>;
	custody: Putable<Custody[]>;
	submissions: Putable<Submission[]>;
	times: Putable<DossierTimes>;
	payments: Putable<PaymentList>;
	shipments: Putable<Shipment[]>;
	notices: Putable<DossierNotice[]>;
	/** A step was taken: shows the dossier that it answered with, and asks anew for what hangs on it. */
	advance: (dossier: Versioned<Dossier>) => void;
	reload: () => void;
}

export function useDossier(id: string): DossierParts {
	const [round, setRound] = useState(0);
	const dossier = useLoad(() => getDossier(id), [id]);
	const procedure = dossier.value?.value.procedure.code;
	const form = useLoad(() => (procedure ? loadForm(procedure) : Promise.resolve(null)), [procedure]);
	const events = useLoad(() => listEvents(id), [id, round]);
	const custody = useLoad(() => listCustody(id), [id, round]);
	const submissions = useLoad(() => listSubmissions(id), [id, round]);
	const times = useLoad(() => dossierTimes(id), [id, round]);
	const payments = useLoad(() => listPayments(id), [id, round]);
	const shipments = useLoad(() => listShipments(id), [id, round]);
	const notices = useLoad(() => listDossierNotices(id), [id, round]);
	return {
		dossier,
		form,
		events,
		custody,
		submissions,
		times,
		payments,
		shipments,
		notices,
		advance(next) {
			dossier.put(next);
			setRound(round + 1);
		},
		reload() {
			dossier.reload();
			setRound(round + 1);
		},
	};
}

const LOOK_AGAIN = 45_000;

/** Whether somebody else has changed the dossier since it was shown; asked when the page is looked at again, and in between. */
export function useChangedElsewhere(id: string, etag: string | undefined): boolean {
	const [newer, setNewer] = useState<string | null>(null);
	useEffect(() => {
		if (!etag) return;
		let current = true;
		const look = async () => {
			if (document.visibilityState !== 'visible') return;
			const found = await getDossier(id).catch(() => null);
			if (current && found) setNewer(found.etag);
		};
		const timer = setInterval(() => void look(), LOOK_AGAIN);
		const shown = () => void look();
		document.addEventListener('visibilitychange', shown);
		return () => {
			current = false;
			clearInterval(timer);
			document.removeEventListener('visibilitychange', shown);
		};
	}, [id, etag]);
	return newer !== null && etag !== undefined && newer !== etag;
}
