// The papers as a checklist, and the result. Each file opens beside the form or is saved to the disk.
import { fileContent } from '@motcua/shared/api/dossiers.ts';
import { asProblem } from '@motcua/shared/api/problem.ts';
import type { Dossier, DossierFile, Submission } from '@motcua/shared/api/types.ts';
import { Button } from '@motcua/shared/components/Button.tsx';
import { Hash } from '@motcua/shared/components/Hash.tsx';
import { saveBlob } from '@motcua/shared/device/download.ts';
import { formatSize } from '@motcua/shared/i18n/format.ts';
import { useState } from 'preact/hooks';
import { t } from '../messages.ts';

/** All files in the order in which they are shown, those replaced at last, so that one can turn from each to the next. */
export const fileList = (dossier: Dossier, submissions: readonly Submission[]): DossierFile[] => [
	...dossier.results,
	...dossier.components.flatMap((component) => component.files),
	...submissions.flatMap(({ files }) => files.filter((file) => file.mark === 'replaced')),
];

interface Props {
	dossier: Dossier;
	viewed: string | null;
	onView: (fileId: string) => void;
}

function FileRow({ dossier, file, viewed, onView }: Props & { file: DossierFile }) {
	const [error, setError] = useState('');
	const [busy, setBusy] = useState(false);
	const save = async () => {
		setBusy(true);
		setError('');
		try {
			saveBlob(await fileContent(dossier.id, file.id), file.name);
		} catch (failure) {
			setError(asProblem(failure).title);
		}
		setBusy(false);
	};
	return (
		<li class="paper__file">
			<button
				type="button"
				class="link paper__name"
				data-file={file.id}
				aria-pressed={viewed === file.id}
				onClick={() => onView(file.id)}
			>
				{file.name}
			</button>
			<span class="soft nowrap">{formatSize(file.size)}</span>
			<Button kind="quiet" busy={busy} onClick={() => void save()}>
				{t('download')}
				<span class="visually-hidden"> {file.name}</span>
			</Button>
			<Hash value={file.sha256} />
			{error && (
				<p class="field__error" role="alert">
					{error}
				</p>
			)}
		</li>
	);
}

export function Papers(props: Props) {
	const { dossier } = props;
	const asked = dossier.state === 'supplement_requested' ? (dossier.supplement?.components ?? []) : [];
	return (
		<>
			{dossier.results.length > 0 && (
				<section class="block block--result">
					<h2>{t('results')}</h2>
					<ul class="paper__files">
						{dossier.results.map((file) => (
							<FileRow key={file.id} {...props} file={file} />
						))}
					</ul>
				</section>
			)}
			<section class="block">
				<h2>{t('papers')}</h2>
				{dossier.components.length === 0 && <p class="soft">{t('papersNone')}</p>}
				<ul class="papers">
					{dossier.components.map((component) => (
						<li class="paper" key={component.code}>
							<p class="paper__title">
								<span class="paper__mark" aria-hidden="true">
									{component.files.length ? '✓' : '–'}
								</span>
								<span>
									{component.name}
									{component.required && (
										<span class="soft"> ({t('paperRequired')})</span>
									)}
									{asked.includes(component.code) && (
										<span class="flag">⚑ {t('paperAsked')}</span>
									)}
									<span class="visually-hidden">
										:{' '}
										{component.files.length
											? t('paperThere')
											: t('paperMissing')}
									</span>
								</span>
							</p>
							{component.files.length > 0 ? (
								<ul class="paper__files">
									{component.files.map((file) => (
										<FileRow key={file.id} {...props} file={file} />
									))}
								</ul>
							) : (
								<p class="paper__none soft" aria-hidden="true">
									{t('paperMissing')}
								</p>
							)}
						</li>
					))}
				</ul>
			</section>
		</>
	);
}
