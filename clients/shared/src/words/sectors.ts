// The sectors of procedures, from the reference list that the database is filled with.
import reference from '../../../../schema/reference/sectors.json';

export interface SectorEntry {
	code: string;
	name: string;
	name_en: string;
}

export const sectors: readonly SectorEntry[] = reference;
