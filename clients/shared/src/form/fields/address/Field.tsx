// An address of today: province, commune of that province, and the rest in words.
import { useEffect, useState } from 'preact/hooks';
import { listCommunes, listProvinces, searchPlaces } from '../../../api/places.ts';
import type { Place } from '../../../api/types.ts';
import type { Address } from '../../model.ts';
import { ts } from '../../../i18n/shared.ts';
import { Combobox, type ComboboxEntry } from '../../../components/Combobox.tsx';
import { describedBy, fieldId, FieldNotes, Label, type FieldProps } from '../../../components/Field.tsx';
import { Failure } from '../../../components/Waiting.tsx';

interface Props extends Omit<FieldProps, 'error'> {
	value: Partial<Address>;
	onInput: (value: Partial<Address>) => void;
	/** Messages by part; the part '' stands for the whole. */
	errors?: Partial<Record<keyof Address | '', string>>;
}

function usePlaces(load: (() => Promise<Place[]>) | null, key: string): { places: Place[]; error: unknown; again: () => void } {
	const [state, setState] = useState<{ key: string; places: Place[]; error: unknown }>({ key: '', places: [], error: null });
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

export function AddressField(props: Props) {
	const id = fieldId(props.name);
	const { value, errors = {} } = props;
	const province = value.province_code ?? '';
	const provinces = usePlaces(listProvinces, 'all');
	const communes = usePlaces(province ? () => listCommunes(province) : null, province);
	const failed = provinces.error ?? communes.error;
	const part = (name: keyof Address) => fieldId(props.name, name);
	const change = (more: Partial<Address>) => props.onInput({ ...value, ...more });

	return (
		<fieldset class={Object.keys(errors).length ? 'field field--wrong' : 'field'} aria-describedby={describedBy(id, props.hint, errors[''])}>
			<legend class="field__label" id={id} tabIndex={-1}>
				<Label label={props.label} optional={props.optional} />
			</legend>
			<FieldNotes id={id} hint={props.hint} error={errors['']} />
			{failed !== null && (
				<Failure
					error={failed}
					onRetry={() => {
						provinces.again();
						communes.again();
					}}
				/>
			)}
			<div class="part">
				<label class="part__label" for={part('province_code')}>
					{ts('province')}
				</label>
				<FieldNotes id={part('province_code')} error={errors.province_code} />
				<select
					class="input"
					id={part('province_code')}
					value={province}
					autocomplete="address-level1"
					aria-invalid={errors.province_code ? 'true' : undefined}
					aria-describedby={describedBy(part('province_code'), null, errors.province_code)}
					onChange={(event) => props.onInput({ detail: value.detail ?? '', province_code: event.currentTarget.value })}
				>
					<option value="">{ts('chooseProvince')}</option>
					{provinces.places.map((place) => (
						<option key={place.code} value={place.code} selected={place.code === province}>
							{place.name}
						</option>
					))}
				</select>
			</div>
			<div class="part">
				<label class="part__label" id={`${part('commune_code')}-label`} for={part('commune_code')}>
					{ts('commune')}
				</label>
				<FieldNotes
					id={part('commune_code')}
					hint={province ? ts('communeHint') : ts('chooseProvinceFirst')}
					error={errors.commune_code}
				/>
				<Combobox
					id={part('commune_code')}
					key={province}
					entries={communes.places.map(asEntry)}
					search={(typed) => searchPlaces(typed, province).then((places) => places.map(asEntry))}
					value={value.commune_code ?? ''}
					onSelect={(code) => change({ commune_code: code })}
					describedBy={describedBy(part('commune_code'), true, errors.commune_code)}
					wrong={Boolean(errors.commune_code)}
					disabled={!province}
				/>
			</div>
			<div class="part">
				<label class="part__label" for={part('detail')}>
					{ts('addressDetail')}
				</label>
				<FieldNotes id={part('detail')} error={errors.detail} />
				<input
					class="input"
					id={part('detail')}
					value={value.detail ?? ''}
					maxLength={200}
					autocomplete="street-address"
					aria-invalid={errors.detail ? 'true' : undefined}
					aria-describedby={describedBy(part('detail'), null, errors.detail)}
					onInput={(event) => change({ detail: event.currentTarget.value })}
				/>
			</div>
		</fieldset>
	);
}
