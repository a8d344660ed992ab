// An address in words.
import { useEffect, useState } from 'preact/hooks';
import { listCommunes, listProvinces } from '../../../api/places.ts';
import type { Address } from '../../model.ts';

/** The codes are named by asking the service once per province. */
export function AddressText({ value }: { value: Partial<Address> }) {
	const [names, setNames] = useState<string[]>([]);
	useEffect(() => {
		let current = true;
		const { province_code: province, commune_code: commune } = value;
		if (!province) return;
		Promise.all([listProvinces(), listCommunes(province)]).then(
			([provinces, communes]) => {
				const found = [
					communes.find((place) => place.code === commune)?.name,
					provinces.find((place) => place.code === province)?.name,
				];
				if (current) setNames(found.filter((name) => name !== undefined));
			},
			() => current && setNames([commune ?? '', province]),
		);
		return () => {
			current = false;
		};
	}, [value.province_code, value.commune_code]);
	return <>{[value.detail, ...names].filter(Boolean).join(', ')}</>;
}
