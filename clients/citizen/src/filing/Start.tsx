// Before the first question: which office, and which case. Then the draft is made and the form opens.
import { Loaded } from '@motcua/shared/components/Loaded.tsx';
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
import { Failure } from '@motcua/shared/components/Waiting.tsx';
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
	return {
		procedure,
		form,
		units: units.filter((unit) => unit.open !== false),
		draft: drafts.items.find((item) => item.procedure.code === code),
	};
}

type Found = Awaited<ReturnType<typeof load>>;

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

interface ChooseProps {
	found: Found;
	unit: string;
	unitError: string | undefined;
	onUnit: (code: string) => void;
}

/** Few offices stand there to be ticked, many are found by typing. */
function ChooseUnit({ found: { units }, unit, unitError, onUnit }: ChooseProps) {
	const id = fieldId('unit');
	if (units.length === 0) return <Notice kind="warn" title={t('none')} />;
	if (units.length <= FEW) {
		const choices = units.map((entry) => ({
			value: entry.code,
			label: pick(entry.name, entry.name_en),
			note: entry.address,
		}));
		return (
			<RadioField
				name="unit"
				label={t('unit')}
				hint={t('unitHint')}
				value={unit}
				error={unitError}
				onInput={onUnit}
				choices={choices}
			/>
		);
	}
	return (
		<div class={unitError ? 'field field--wrong' : 'field'}>
			<label class="field__label" id={`${id}-label`} for={id}>
				{t('unit')}
			</label>
			<FieldNotes id={id} hint={`${t('unitHint')} ${t('unitTyped')}`} error={unitError} />
			<Combobox
				id={id}
				entries={units.map((entry) => ({
					value: entry.code,
					label: pick(entry.name, entry.name_en),
					note: entry.address ?? '',
				}))}
				value={unit}
				onSelect={onUnit}
				describedBy={`${id}-hint`}
				wrong={Boolean(unitError)}
			/>
		</div>
	);
}

/** What was chosen, where there is a choice, and the making of the draft. */
function useBeginning({ procedure, form, units }: Found, me: Account) {
	const [unit, setUnit] = useState(units.length === 1 ? units[0]!.code : '');
	const [chosenCase, setCase] = useState(procedure.cases.length === 1 ? procedure.cases[0]!.code : '');
	const [attempt, setAttempt] = useState(0);
	const [busy, setBusy] = useState(false);
	const [error, setError] = useState<unknown>(null);
	const begin = async (event: Event) => {
		event.preventDefault();
		if (busy) return;
		setAttempt(attempt + 1);
		setError(null);
		if (!unit || !chosenCase) return;
		setBusy(true);
		try {
			const made = await createDossier({
				procedure_code: procedure.code,
				case_code: chosenCase,
				unit_code: unit,
				answers: prefilled(form, {}, me),
				return_channel: 'online',
			});
			navigate(to.filing(made.value.id, form.ui.pages[0]!.id), { replace: true });
		} catch (failure) {
			setError(failure);
			setBusy(false);
		}
	};
	return { unit, setUnit, chosenCase, setCase, attempt, busy, error, begin };
}

function Begin({ found, me }: { found: Found; me: Account }) {
	const { procedure, form, units, draft } = found;
	const { unit, setUnit, chosenCase, setCase, attempt, busy, error, begin } = useBeginning(found, me);
	const unitError = attempt > 0 && !unit ? t('unitMissing') : undefined;
	const caseError = attempt > 0 && !chosenCase ? t('caseMissing') : undefined;
	return (
		<form onSubmit={(event) => void begin(event)} noValidate>
			<p class="soft small eyebrow">
				{t('for')}: {pick(procedure.title, procedure.title_en)}
			</p>
			<Title text={t('title')} />
			<ErrorSummary
				attempt={attempt}
				items={[
					...(caseError ? [{ id: fieldId('case'), message: caseError }] : []),
					...(unitError ? [{ id: fieldId('unit'), message: unitError }] : []),
				]}
			/>
			{error !== null && <Failure error={error} />}
			{draft && <OldDraft draft={draft} form={form} />}
			{procedure.cases.length > 1 && (
				<RadioField
					name="case"
					label={t('case')}
					value={chosenCase}
					error={caseError}
					onInput={setCase}
					choices={procedure.cases.map((entry) => ({ value: entry.code, label: entry.title }))}
				/>
			)}
			<ChooseUnit found={found} unit={unit} unitError={unitError} onUnit={setUnit} />
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

function Open({ code, me }: { code: string; me: Account }) {
	const found = useLoad(() => load(code), [code]);
	return (
		<Loaded found={found} head={<Title text={t('title')} />}>
			{(loaded) => <Begin found={loaded} me={me} />}
		</Loaded>
	);
}

export default function Start({ code = '' }: Record<string, string>) {
	return <SignedIn>{(me) => <Open code={code} me={me} />}</SignedIn>;
}
