// What each step asks for.
import { listUnits } from '@motcua/shared/api/places.ts';
import { getProcedure } from '@motcua/shared/api/procedures.ts';
import { inWords, loadSite } from '@motcua/shared/api/site.ts';
import { owed } from '@motcua/shared/words/fees.ts';
import type { Dossier, DossierFile, ReturnAddress } from '@motcua/shared/api/types.ts';
import { AddressText } from '@motcua/shared/form/fields/address/AddressText.tsx';
import { Combobox } from '@motcua/shared/components/Combobox.tsx';
import {
	CheckboxField,
	describedBy,
	fieldId,
	FieldNotes,
	SelectField,
	TextAreaField,
	TextField,
} from '@motcua/shared/components/Field.tsx';
import { FileUpload } from '@motcua/shared/upload/FileUpload.tsx';
import { Failure } from '@motcua/shared/components/Waiting.tsx';
import { formatMoney, formatPhone, formatTime } from '@motcua/shared/i18n/format.ts';
import { AnswerText } from '@motcua/shared/form/AnswerText.tsx';
import { labelOf, titleOf, type Answers, type FormDefinition } from '@motcua/shared/form/model.ts';
import { partnerName } from '@motcua/shared/words/partners.ts';
import { account } from '@motcua/shared/api/session.ts';
import { fingerprint } from '@motcua/shared/base/sha256.ts';
import { UploadQueue } from '@motcua/shared/upload/queue.ts';
import { useLoad } from '@motcua/shared/components/load.ts';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { isExplained, reasonBasis, reasonName, type ReasonCode } from '@motcua/shared/words/reasons.ts';
import { asksOf, isInternal, reasonsOf, type Ask, type Draft, type StepName } from './catalogue.ts';
import { d } from './words.ts';

interface Props {
	name: StepName;
	dossier: Dossier;
	form: FormDefinition | null;
	draft: Draft;
	errorOf: (field: keyof Draft) => string | undefined;
	onChange: (more: Partial<Draft>) => void;
}

const toggled = (list: string[], entry: string, on: boolean) => (on ? [...list, entry] : list.filter((other) => other !== entry));

function AskedAnswers({ dossier, form, draft, onChange }: Pick<Props, 'dossier' | 'form' | 'draft' | 'onChange'>) {
	const answers = dossier.answers as Answers;
	const toggle = (name: string, on: boolean) =>
		onChange({ fields: toggled(draft.fields, name, on), components: draft.components });
	return (
		<details class="asked">
			<summary>
				{d('askedFields')}: {d('fieldsChosen', draft.fields.length)}
			</summary>
			{form?.ui.pages.map((page) => {
				const fields = page.fields.filter((field) => answers[field.name] !== undefined);
				if (fields.length === 0) return null;
				return (
					<fieldset class="field" key={page.id}>
						<legend class="field__label">{titleOf(page)}</legend>
						{fields.map((field) => (
							<label class="choice" key={field.name}>
								<input
									type="checkbox"
									checked={draft.fields.includes(field.name)}
									onChange={(event) =>
										toggle(field.name, event.currentTarget.checked)
									}
								/>
								<span>
									{labelOf(field)}
									<span class="choice__note">
										<AnswerText
											field={field}
											answer={answers[field.name]}
										/>
									</span>
								</span>
							</label>
						))}
					</fieldset>
				);
			})}
		</details>
	);
}

/** One complete list: the papers, and the answers by page. */
function SupplementFields({ dossier, form, draft, errorOf, onChange }: Props) {
	const error = errorOf('components');
	const id = fieldId('components');
	return (
		<>
			<fieldset class={error ? 'field field--wrong' : 'field'} aria-describedby={describedBy(id, true, error)}>
				<legend class="field__label">{d('askedPapers')}</legend>
				<FieldNotes id={id} hint={d('askedHint')} error={error} />
				{dossier.components.map((component, i) => (
					<label class="choice" key={component.code}>
						<input
							type="checkbox"
							id={i === 0 ? id : undefined}
							checked={draft.components.includes(component.code)}
							onChange={(event) =>
								onChange({
									components: toggled(
										draft.components,
										component.code,
										event.currentTarget.checked,
									),
								})
							}
						/>
						<span>{component.name}</span>
					</label>
				))}
			</fieldset>
			<AskedAnswers dossier={dossier} form={form} draft={draft} onChange={onChange} />
		</>
	);
}

type SaidProps = Pick<Props, 'name' | 'draft' | 'errorOf' | 'onChange'>;

/** The reasons of a step with the law on which the one chosen rests. */
function ReasonSelect({ name, draft, errorOf, onChange, label, optional }: SaidProps & { label: string; optional?: boolean }) {
	const basis = draft.reasonCode && reasonBasis(draft.reasonCode);
	return (
		<SelectField
			name="reasonCode"
			label={label}
			optional={optional}
			hint={basis ? d('basis', basis) : undefined}
			value={draft.reasonCode}
			error={errorOf('reasonCode')}
			choices={reasonsOf(name).map((code) => ({ value: code, label: reasonName(code) }))}
			onInput={(code) => onChange({ reasonCode: code as ReasonCode | '' })}
		/>
	);
}

function SaidField({ draft, errorOf, onChange, hint, rows }: SaidProps & { hint: string; rows: number }) {
	return (
		<TextAreaField
			name="reason"
			label={d('reason')}
			hint={hint}
			optional={!draft.reasonCode || !isExplained(draft.reasonCode)}
			rows={rows}
			value={draft.reason}
			error={errorOf('reason')}
			onInput={(reason) => onChange({ reason })}
		/>
	);
}

function OtherUnitReason(props: SaidProps) {
	return (
		<>
			<ReasonSelect {...props} label={d('otherUnitReason')} optional />
			{props.draft.reasonCode && <SaidField {...props} hint={d('otherUnitReasonHint')} rows={2} />}
		</>
	);
}

function ForwardFields({ name, dossier, draft, errorOf, onChange }: Props) {
	const units = useLoad(() => listUnits({}), []);
	const here = dossier.holder?.unit.code;
	const error = errorOf('unit');
	const id = fieldId('unit');
	return (
		<>
			{units.error !== null && <Failure error={units.error} onRetry={units.reload} />}
			<div class={error ? 'field field--wrong' : 'field'}>
				<label class="field__label" id={`${id}-label`} for={id}>
					{d('unit')}
				</label>
				<FieldNotes id={id} hint={d('unitHint')} error={error} />
				<Combobox
					id={id}
					entries={(units.value ?? [])
						.filter((unit) => unit.code !== here)
						.map((unit) => ({ value: unit.code, label: unit.name, note: unit.code }))}
					value={draft.unit}
					onSelect={(unit) => onChange({ unit, toMe: false })}
					describedBy={describedBy(id, true, error)}
					wrong={Boolean(error)}
				/>
			</div>
			{draft.unit && <OtherUnitReason name={name} draft={draft} errorOf={errorOf} onChange={onChange} />}
			{!draft.unit && (
				<CheckboxField
					name="toMe"
					label={d('toMe')}
					checked={draft.toMe}
					error={errorOf('toMe')}
					onInput={(toMe) => onChange({ toMe, unit: '' })}
				/>
			)}
		</>
	);
}

/** The result's files go up at once and are bound to the dossier when the step is confirmed. */
function ResultFields({ dossier, draft, errorOf, onChange }: Props) {
	const [files, setFiles] = useState<DossierFile[]>([]);
	const sent = useRef<DossierFile[]>([]);
	const put = (next: DossierFile[]) => {
		sent.current = next;
		setFiles(next);
	};
	const queue = useMemo(
		() =>
			new UploadQueue({
				place: `desk.${account.value?.id}.${dossier.id}.result`,
				maxFiles: 10,
				attached: () => sent.current.length,
				async attach(uploadId, item) {
					put([
						...sent.current,
						{
							id: uploadId,
							name: item.name,
							size: item.size,
							media_type: item.blob.type,
							sha256: await fingerprint(item.blob),
						},
					]);
				},
			}),
		[dossier.id],
	);
	useEffect(() => () => queue.close(), [queue]);
	useEffect(() => {
		if (files.length !== draft.uploads.length) onChange({ uploads: files.map((file) => file.id) });
	}, [files]);
	return (
		<>
			<p class="field__label">{d('resultFiles')}</p>
			<FileUpload
				name="uploads"
				label={d('resultFiles')}
				queue={queue}
				attached={files}
				maxFiles={10}
				error={errorOf('uploads')}
				onRemove={(file) => put(sent.current.filter((other) => other.id !== file.id))}
				onOpen={() => undefined}
			/>
		</>
	);
}

function ReturnFields({ draft, errorOf, onChange }: Props) {
	return (
		<>
			<TextField
				name="receiver"
				label={d('receiver')}
				hint={d('receiverHint')}
				value={draft.receiver}
				error={errorOf('receiver')}
				onInput={(receiver) => onChange({ receiver })}
			/>
			<TextField
				name="personalId"
				label={d('personalId')}
				optional
				kind="personal_id"
				inputMode="numeric"
				value={draft.personalId}
				error={errorOf('personalId')}
				onInput={(personalId) => onChange({ personalId })}
			/>
		</>
	);
}

function ShipFields({ dossier, draft, errorOf, onChange }: Props) {
	const to = dossier.return_address as ReturnAddress | null | undefined;
	const site = useLoad(loadSite, []);
	const carriers = site.value?.carriers ?? [];
	const only = carriers.length === 1 ? carriers[0]!.code : '';
	useEffect(() => {
		if (only && !draft.carrier) onChange({ carrier: only });
	}, [only]);
	return (
		<>
			{site.error !== null && <Failure error={site.error} onRetry={site.reload} />}
			{to && (
				<p>
					{d('sendTo')}: <strong>{to.recipient_name}</strong>, {formatPhone(to.phone)},{' '}
					<AddressText value={to} />
				</p>
			)}
			<SelectField
				name="carrier"
				label={d('carrier')}
				value={draft.carrier}
				error={errorOf('carrier')}
				hint={site.value && carriers.length === 0 ? d('noCarrier') : undefined}
				choices={carriers.map((carrier) => ({ value: carrier.code, label: inWords(carrier.name) }))}
				onInput={(carrier) => onChange({ carrier })}
			/>
		</>
	);
}

function CashFields({ dossier }: Props) {
	return <p class="lead">{d('cashAmount', formatMoney(owed(dossier.payment)))}</p>;
}

function DaysField({ dossier, draft, errorOf, onChange }: Props) {
	return (
		<TextField
			name="days"
			label={d('days')}
			hint={dossier.due_at ? d('daysHint', formatTime(dossier.due_at)) : undefined}
			kind="number"
			inputMode="numeric"
			value={draft.days}
			error={errorOf('days')}
			onInput={(days) => onChange({ days })}
		/>
	);
}

function NumberField({ draft, errorOf, onChange }: Props) {
	return (
		<TextField
			name="externalId"
			label={d('externalId')}
			hint={d('externalIdHint')}
			optional
			value={draft.externalId}
			error={errorOf('externalId')}
			onInput={(externalId) => onChange({ externalId })}
		/>
	);
}

function PartnerFields(props: Props) {
	const { dossier, draft, errorOf, onChange } = props;
	const procedure = useLoad(() => getProcedure(dossier.procedure.code), [dossier.procedure.code]);
	const partners = procedure.value?.partners ?? [];
	const only = partners.length === 1 ? partners[0]!.code : '';
	useEffect(() => {
		if (only && !draft.partner) onChange({ partner: only });
	}, [only]);
	const chosen = partners.find((partner) => partner.code === draft.partner);
	return (
		<>
			{procedure.error !== null && <Failure error={procedure.error} onRetry={procedure.reload} />}
			<SelectField
				name="partner"
				label={d('partner')}
				value={draft.partner}
				error={errorOf('partner')}
				hint={chosen && d('basis', chosen.legal_basis)}
				choices={partners.map((partner) => ({ value: partner.code, label: partnerName(partner) }))}
				onInput={(partner) => onChange({ partner })}
			/>
			<NumberField {...props} />
		</>
	);
}

function ReasonField(props: Props) {
	return (
		<>
			<ReasonSelect {...props} label={d('reasonCode')} />
			<SaidField {...props} hint={d(isInternal(props.name) ? 'internalHint' : 'reasonHint')} rows={3} />
		</>
	);
}

function NoteField({ name, draft, errorOf, onChange }: Props) {
	return (
		<TextAreaField
			name="note"
			label={d('note')}
			hint={d(isInternal(name) ? 'internalHint' : 'noteHint')}
			optional
			rows={2}
			value={draft.note}
			error={errorOf('note')}
			onInput={(note) => onChange({ note })}
		/>
	);
}

const ASKED: Record<Ask, (props: Props) => JSX.Element> = {
	supplement: SupplementFields,
	target: ForwardFields,
	results: ResultFields,
	receiver: ReturnFields,
	carrier: ShipFields,
	cash: CashFields,
	reason: ReasonField,
	days: DaysField,
	partner: PartnerFields,
	answer: NumberField,
	note: NoteField,
};

export function StepFields(props: Props) {
	return (
		<>
			{asksOf(props.name).map((ask) => {
				const Asked = ASKED[ask];
				return <Asked key={ask} {...props} />;
			})}
		</>
	);
}
