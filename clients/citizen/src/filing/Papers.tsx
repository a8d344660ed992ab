// Attaching the papers. Each file is on the service before the next step; nothing can be lost unnoticed.
import { browser } from '@motcua/shared/base/browser.ts';
import type { DossierFile, ProcedureComponent } from '@motcua/shared/api/types.ts';
import { fileContent } from '@motcua/shared/api/dossiers.ts';
import { Button } from '@motcua/shared/components/Button.tsx';
import { ErrorSummary } from '@motcua/shared/components/ErrorSummary.tsx';
import { fieldId } from '@motcua/shared/components/Field.tsx';
import { FileUpload } from '@motcua/shared/upload/FileUpload.tsx';
import { Failure } from '@motcua/shared/components/Waiting.tsx';
import { saveBlob } from '@motcua/shared/device/download.ts';
import type { Draft } from '@motcua/shared/draft/draft.ts';
import { catalogue } from '@motcua/shared/i18n/index.ts';
import { ts } from '@motcua/shared/i18n/shared.ts';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Title } from '../Title.tsx';

const t = catalogue(
	{
		title: 'Gửi kèm giấy tờ',
		lead: 'Chụp ảnh hoặc chọn tệp. Chụp thẳng, đủ sáng, thấy cả bốn góc.',
		bring: 'mang theo khi đến',
		missing: (name: string) => `Hãy gửi kèm: ${name}`,
		unfinished: (name: string) => `Chờ gửi xong hoặc bỏ tệp chưa gửi được: ${name}`,
	},
	{
		title: 'Attach your papers',
		lead: 'Take a photo or choose a file. Straight from above, well lit, all four corners visible.',
		bring: 'bring it when you come',
		missing: (name) => `Attach: ${name}`,
		unfinished: (name) => `Wait until it is sent, or remove what could not be sent: ${name}`,
	},
);

interface PaperProps {
	draft: Draft;
	component: ProcedureComponent;
	error?: string | undefined;
	/** Asked for now, whatever the procedure says in general. */
	needed?: boolean;
}

export function Paper({ draft, component, error, needed = component.required }: PaperProps) {
	const [failure, setFailure] = useState<unknown>(null);
	const guard = (work: Promise<unknown>) => {
		setFailure(null);
		work.catch(setFailure);
	};
	const open = async (file: DossierFile) => saveBlob(await fileContent(draft.dossier.value.id, file.id), file.name);
	return (
		<section class="paper">
			<h2 class="paper__name" lang="vi">
				{component.name}
				{!needed && <span class="soft"> ({component.bring ? t('bring') : ts('optional')})</span>}
			</h2>
			{component.hint && (
				<p class="field__hint" lang="vi">
					{component.hint}
				</p>
			)}
			{failure !== null && <Failure error={failure} />}
			<FileUpload
				name={component.code}
				label={component.name}
				queue={draft.queue(component.code)}
				attached={draft.files(component.code)}
				maxFiles={component.max_files ?? 1}
				error={error}
				onOpen={(file) => guard(open(file))}
				onRemove={(file) => guard(draft.removeFile(component.code, file.id))}
			/>
		</section>
	);
}

/** What still stands in the way, by paper. */
export function paperErrors(
	draft: Draft,
	components: readonly ProcedureComponent[],
	needed: (component: ProcedureComponent) => boolean,
) {
	return components.flatMap((component) => {
		const waiting = draft.queue(component.code).items.value;
		// without a connection a file is kept on the device and goes before the dossier is filed
		const stuck = waiting.some((item) => item.phase === 'failed' || browser.online());
		if (stuck) return [{ code: component.code, message: t('unfinished', component.name) }];
		const missing = needed(component) && draft.files(component.code).length + waiting.length === 0;
		return missing ? [{ code: component.code, message: t('missing', component.name) }] : [];
	});
}

export function Papers(props: { draft: Draft; onNext: () => void; next: string; children: ComponentChildren }) {
	const { draft } = props;
	const { components } = draft.chosenCase;
	const [attempt, setAttempt] = useState(0);
	const errors = attempt > 0 ? paperErrors(draft, components, (component) => component.required) : [];
	return (
		<>
			<Title text={t('title')} />
			<ErrorSummary
				attempt={attempt}
				items={errors.map((error) => ({ id: fieldId(error.code), message: error.message }))}
			/>
			<p>{t('lead')}</p>
			{components.map((component) => (
				<Paper
					key={component.code}
					draft={draft}
					component={component}
					error={errors.find((error) => error.code === component.code)?.message}
				/>
			))}
			<div class="buttons">
				<Button
					onClick={() => {
						setAttempt(attempt + 1);
						if (
							paperErrors(draft, components, (component) => component.required)
								.length === 0
						)
							props.onNext();
					}}
				>
					{props.next}
				</Button>
				{props.children}
			</div>
		</>
	);
}
