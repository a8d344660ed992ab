// An address of today: province, commune of that province, and the rest in words.
import { useEffect, useState } from 'preact/hooks';
import { listCommunes, listProvinces, searchPlaces } from '../../../api/places.ts';
import type { Place } from '../../../api/types.ts';
import { Combobox, type ComboboxEntry } from '../../../components/Combobox.tsx';
import { describedBy, fieldId, FieldNotes, Label, leaving, type FieldProps } from '../../../components/Field.tsx';
import { Failure } from '../../../components/Waiting.tsx';
import { ts } from '../../../i18n/shared.ts';
import type { Address } from '../../model.ts';

interface Props extends Omit<FieldProps, 'error'> {
	value: Partial<Address>;
	onInput: (value: Partial<Address>) => void;
	onLeave?: () => void;
	/** Messages by part; the part '' stands for the whole. */
	errors?: Partial<Record<keyof Address | '', string>>;
}

interface PartProps {
	id: string;
	value: Partial<Address>;
	places: Place[];
	error: string | undefined;
	onInput: (value: Partial<Address>) => void;
}

function usePlaces(load: (() => Promise<Place[]>) | null, key: string): { places: Place[]; error: unknown; again: () => void } {
	const [state, setState] = useState<{ key: string; places: Place[]; error: unknown }>({
		key: '',
		places: [],
		error: null,
	});
	const [attempt, setAttempt] = useState(0);
	useEffect(() => {
		let current = true;
		if (!load) return;
		load().then(
			(places) => current && setState({ key, places, error: null }),
			(error: unknown) => current && setState({ key, places: [], error }),
		);
		return () => {
			current = false;
		};
	}, [key, attempt]);
	const fresh = state.key === key;
	return { places: fresh ? state.places : [], error: fresh ? state.error : null, again: () => setAttempt(attempt + 1) };
}

function asEntry(place: Place): ComboboxEntry {
	const former = place.former_names?.length ? { note: ts('formerly', place.former_names.join(', ')) } : {};
	return { value: place.code, label: place.name, ...former };
}

function Province({ id, value, places, error, onInput }: PartProps) {
	return (
		<div class="part">
			<label class="part__label" for={id}>
				{ts('province')}
			</label>
			<FieldNotes id={id} error={error} />
			<select
				class="input"
				id={id}
				value={value.province_code ?? ''}
				autocomplete="address-level1"
				aria-invalid={error ? 'true' : undefined}
				aria-describedby={describedBy(id, null, error)}
				onChange={(event) =>
					onInput({ detail: value.detail ?? '', province_code: event.currentTarget.value })
				}
			>
				<option value="">{ts('chooseProvince')}</option>
				{places.map((place) => (
					<option key={place.code} value={place.code} selected={place.code === value.province_code}>
						{place.name}
					</option>
				))}
			</select>
		</div>
	);
}

function Commune({ id, value, places, error, onInput }: PartProps) {
	const province = value.province_code ?? '';
	return (
		<div class="part">
			<label class="part__label" id={`${id}-label`} for={id}>
				{ts('commune')}
			</label>
			<FieldNotes id={id} hint={province ? ts('communeHint') : ts('chooseProvinceFirst')} error={error} />
			<Combobox
				id={id}
				key={province}
				entries={places.map(asEntry)}
				search={(typed) => searchPlaces(typed, province).then((found) => found.map(asEntry))}
				value={value.commune_code ?? ''}
				onSelect={(code) => onInput({ ...value, commune_code: code })}
				describedBy={describedBy(id, true, error)}
				wrong={Boolean(error)}
				disabled={!province}
			/>
		</div>
	);
}

function Detail({ id, value, error, onInput }: Omit<PartProps, 'places'>) {
	return (
		<div class="part">
			<label class="part__label" for={id}>
				{ts('addressDetail')}
			</label>
			<FieldNotes id={id} error={error} />
			<input
				class="input"
				id={id}
				value={value.detail ?? ''}
				autocomplete="street-address"
				aria-invalid={error ? 'true' : undefined}
				aria-describedby={describedBy(id, null, error)}
				onInput={(event) => onInput({ ...value, detail: event.currentTarget.value })}
			/>
		</div>
	);
}

export function AddressBoxes({ name, label, hint, optional, value, errors = {}, onInput, onLeave }: Props) {
	const id = fieldId(name);
	const province = value.province_code ?? '';
	const provinces = usePlaces(listProvinces, 'all');
	const communes = usePlaces(province ? () => listCommunes(province) : null, province);
	const failed = provinces.error ?? communes.error;
	const part = (of: keyof Address) => ({ id: fieldId(name, of), value, error: errors[of], onInput });
	return (
		<fieldset
			class={Object.keys(errors).length ? 'field field--wrong' : 'field'}
			aria-describedby={describedBy(id, hint, errors[''])}
			onFocusOut={leaving(onLeave)}
		>
			<legend class="field__label" id={id} tabIndex={-1}>
				<Label label={label} optional={optional} />
			</legend>
			<FieldNotes id={id} hint={hint} error={errors['']} />
			{failed !== null && (
				<Failure
					error={failed}
					onRetry={() => {
						provinces.again();
						communes.again();
					}}
				/>
			)}
			<Province {...part('province_code')} places={provinces.places} />
			<Commune {...part('commune_code')} places={communes.places} />
			<Detail {...part('detail')} />
		</fieldset>
	);
}
