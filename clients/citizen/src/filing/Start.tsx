// Before the first question: which office, and which case. Then the draft is made and the form opens.
import { createDossier, listDossiers } from '@motcua/shared/api/dossiers.ts';
import { listUnits } from '@motcua/shared/api/places.ts';
import { getProcedure } from '@motcua/shared/api/procedures.ts';
import { loadForm } from '@motcua/shared/form/load.ts';
import type { Account, DossierSummary } from '@motcua/shared/api/types.ts';
import { Button } from '@motcua/shared/components/Button.tsx';
import { Combobox } from '@motcua/shared/components/Combobox.tsx';
import { ErrorSummary } from '@motcua/shared/components/ErrorSummary.tsx';
import { fieldId, FieldNotes, RadioField } from '@motcua/shared/components/Field.tsx';
import { Notice } from '@motcua/shared/components/Notice.tsx';
import { Failure, Loading } from '@motcua/shared/components/Waiting.tsx';
import { prefilled, type FormDefinition } from '@motcua/shared/form/model.ts';
import { formatTime } from '@motcua/shared/i18n/format.ts';
import { catalogue, pick } from '@motcua/shared/i18n/index.ts';
import { Link, navigate } from '@motcua/shared/router/place.tsx';
import { useLoad } from '@motcua/shared/components/load.ts';
import { useState } from 'preact/hooks';
import { SignedIn } from '../account/SignedIn.tsx';
import { to } from '../to.ts';
import { Title } from '../Title.tsx';

const t = catalogue(
	{
		title: 'Bạn nộp ở đâu?',
		for: 'Thủ tục',
		unit: 'Cơ quan giải quyết',
		unitHint: 'Chọn nơi bạn cư trú hoặc nơi có việc.',
		unitTyped: 'Gõ tên xã, phường hoặc cơ quan rồi chọn trong danh sách.',
		unitMissing: 'Hãy chọn cơ quan giải quyết',
		case: 'Trường hợp của bạn',
		caseMissing: 'Hãy chọn trường hợp của bạn',
		start: 'Bắt đầu khai',
		starting: 'Đang mở tờ khai…',
		none: 'Hiện chưa có cơ quan nào nhận thủ tục này qua mạng.',
		draftTitle: 'Bạn đang khai dở hồ sơ này',
		draftSaved: (time: string, unit: string) => `Lưu lần cuối lúc ${time}, nộp đến ${unit}.`,
		go: 'Khai tiếp hồ sơ dở',
		anew: 'Hoặc làm hồ sơ mới:',
	},
	{
		title: 'Where do you file?',
		for: 'Procedure',
		unit: 'The office that decides',
		unitHint: 'Choose where you live, or where the matter is.',
		unitTyped: 'Type the name of the commune or office, then choose from the list.',
		unitMissing: 'Choose the office that decides',
		case: 'Your case',
		caseMissing: 'Choose your case',
		start: 'Begin',
		starting: 'Opening the form…',
		none: 'No office takes this procedure online at the moment.',
		draftTitle: 'You have begun this already',
		draftSaved: (time, unit) => `Last saved ${time}, to ${unit}.`,
		go: 'Go on with it',
		anew: 'Or begin anew:',
	},
);

const FEW = 6;

async function load(code: string) {
	const [procedure, form, units, drafts] = await Promise.all([
		getProcedure(code),
		loadForm(code),
		listUnits({ procedure: code }),
		listDossiers({ state: 'draft', limit: 50 }),
	]);
	return { procedure, form, units: units.filter((unit) => unit.open !== false), draft: drafts.items.find((item) => item.procedure.code === code) };
}

function OldDraft({ draft, form }: { draft: DossierSummary; form: FormDefinition }) {
	return (
		<>
			<Notice title={t('draftTitle')}>
				<p>{t('draftSaved', formatTime(draft.updated_at), draft.unit.name)}</p>
				<p>
					<Link to={to.filing(draft.id, form.ui.pages[0]!.id)} class="button">
						{t('go')}
					</Link>
				</p>
			</Notice>
			<p>{t('anew')}</p>
		</>
	);
}

function Begin({ code, me }: { code: string; me: Account }) {
	const found = useLoad(() => load(code), [code]);
	const [unit, setUnit] = useState('');
	const [chosenCase, setCase] = useState('');
	const [attempt, setAttempt] = useState(0);
	const [busy, setBusy] = useState(false);
	const [error, setError] = useState<unknown>(null);
	if (!found.value) {
		return (
			<>
				<Title text={t('title')} />
				{found.error !== null ? <Failure error={found.error} onRetry={found.reload} /> : <Loading />}
			</>
		);
	}
	const { procedure, form, units, draft } = found.value;
	const unitCode = unit || (units.length === 1 ? units[0]!.code : '');
	const caseCode = chosenCase || (procedure.cases.length === 1 ? procedure.cases[0]!.code : '');
	const unitError = attempt > 0 && !unitCode ? t('unitMissing') : undefined;
	const caseError = attempt > 0 && !caseCode ? t('caseMissing') : undefined;

	const begin = async (event: Event) => {
		event.preventDefault();
		if (busy) return;
		setAttempt(attempt + 1);
		setError(null);
		if (!unitCode || !caseCode) return;
		setBusy(true);
		try {
			const made = await createDossier({
				procedure_code: code, case_code: caseCode, unit_code: unitCode, answers: prefilled(form, {}, me), return_channel: 'online',
			});
			navigate(to.filing(made.value.id, form.ui.pages[0]!.id), { replace: true });
		} catch (failure) {
			setError(failure);
			setBusy(false);
		}
	};

	const id = fieldId('unit');
	return (
		<form onSubmit={begin} noValidate>
			<p class="soft small eyebrow">
				{t('for')}: {pick(procedure.title, procedure.title_en)}
			</p>
			<Title text={t('title')} />
			<ErrorSummary
				attempt={attempt}
				items={[
					...(caseError ? [{ id: fieldId('case'), message: caseError }] : []),
					...(unitError ? [{ id, message: unitError }] : []),
				]}
			/>
			{error !== null && <Failure error={error} />}
			{draft && <OldDraft draft={draft} form={form} />}
			{procedure.cases.length > 1 && (
				<RadioField
					name="case" label={t('case')} value={caseCode} error={caseError} onInput={setCase}
					choices={procedure.cases.map((entry) => ({ value: entry.code, label: entry.title }))}
				/>
			)}
			{units.length === 0 && <Notice kind="warn" title={t('none')} />}
			{units.length > 0 && units.length <= FEW && (
				<RadioField
					name="unit" label={t('unit')} hint={t('unitHint')} value={unitCode} error={unitError} onInput={setUnit}
					choices={units.map((entry) => ({ value: entry.code, label: pick(entry.name, entry.name_en), note: entry.address }))}
				/>
			)}
			{units.length > FEW && (
				<div class={unitError ? 'field field--wrong' : 'field'}>
					<label class="field__label" id={`${id}-label`} for={id}>
						{t('unit')}
					</label>
					<FieldNotes id={id} hint={`${t('unitHint')} ${t('unitTyped')}`} error={unitError} />
					<Combobox
						id={id}
						entries={units.map((entry) => ({ value: entry.code, label: pick(entry.name, entry.name_en), note: entry.address ?? '' }))}
						value={unitCode}
						onSelect={setUnit}
						describedBy={`${id}-hint`}
						wrong={Boolean(unitError)}
					/>
				</div>
			)}
			{units.length > 0 && (
				<div class="buttons">
					<Button type="submit" busy={busy}>
						{busy ? t('starting') : t('start')}
					</Button>
				</div>
			)}
		</form>
	);
}

export default function Start({ code = '' }: Record<string, string>) {
	return <SignedIn>{(me) => <Begin code={code} me={me} />}</SignedIn>;
}
