// Who held the dossier, as a person tells it: hand-overs between the same hands, which a change of state also records, are
// one stretch of time.
import type { Custody } from '@motcua/shared/api/types.ts';

export interface Stretch {
	key: number;
	unit: string;
	officer: string | null;
	since: string;
	/** Absent while it lasts. */
	until: string | null;
}

/** Newest first. links: oldest first, as the service lists them. */
export function stretchesOf(links: readonly Custody[]): Stretch[] {
	const found: Stretch[] = [];
	for (const link of links) {
		const last = found.at(-1);
		const officer = link.officer_name ?? null;
		if (last && last.unit === link.unit.name && last.officer === officer) continue;
		if (last) last.until = link.since;
		found.push({ key: link.sequence, unit: link.unit.name, officer, since: link.since, until: null });
	}
	return found.reverse();
}
