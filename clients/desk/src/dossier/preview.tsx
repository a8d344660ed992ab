// A file in place. The bytes are fetched with the officer's token and shown under a type of ours, chosen by their
// beginning, never by a name: a file from outside is shown as a picture or a PDF or not at all.
import { browser } from '@motcua/shared/base/browser.ts';
import { fileContent } from '@motcua/shared/api/dossiers.ts';
import type { DossierFile } from '@motcua/shared/api/types.ts';
import { Button } from '@motcua/shared/components/Button.tsx';
import { Notice } from '@motcua/shared/components/Notice.tsx';
import { Failure, Loading } from '@motcua/shared/components/Waiting.tsx';
import { saveBlob } from '@motcua/shared/device/download.ts';
import { kindOf, mediaTypeOf, type FileKind } from '@motcua/shared/upload/kinds.ts';
import { useLoad } from '@motcua/shared/components/load.ts';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../messages.ts';

interface Props {
	dossierId: string;
	file: DossierFile;
	index: number;
	count: number;
	onTurn: (by: 1 | -1) => void;
	onClose: () => void;
}

interface Content {
	blob: Blob;
	kind: FileKind | null;
}

async function load(dossierId: string, file: DossierFile): Promise<Content> {
	const bytes = await fileContent(dossierId, file.id);
	const kind = await kindOf(bytes, file.name);
	return { blob: bytes.slice(0, bytes.size, kind ? mediaTypeOf(kind) : 'application/octet-stream'), kind };
}

function useObjectUrl(blob: Blob | undefined): string {
	const [url, setUrl] = useState('');
	useEffect(() => {
		if (!blob) return;
		const made = browser.showBlob(blob);
		if (!made) return;
		setUrl(made);
		return () => browser.forgetBlob(made);
	}, [blob]);
	return url;
}

/** The page's own policy may forbid frames of this kind; then the browser says so here. */
function useFrameBlocked(): boolean {
	const [blocked, setBlocked] = useState(false);
	useEffect(() => {
		const told = (event: SecurityPolicyViolationEvent) => {
			if (/^(frame|child|default)-src/.test(event.effectiveDirective)) setBlocked(true);
		};
		document.addEventListener('securitypolicyviolation', told);
		return () => document.removeEventListener('securitypolicyviolation', told);
	}, []);
	return blocked;
}

function Picture({ url, name }: { url: string; name: string }) {
	const [quarter, setQuarter] = useState(0);
	const [full, setFull] = useState(false);
	return (
		<>
			<div class="preview__tools">
				<Button kind="secondary" onClick={() => setQuarter((quarter + 1) % 4)}>
					⟳ {t('turn')}
				</Button>
				<Button kind="secondary" aria-pressed={full} onClick={() => setFull(!full)}>
					{full ? t('zoomOut') : t('zoom')}
				</Button>
			</div>
			<div
				class={full ? 'preview__stage preview__stage--full' : 'preview__stage'}
				tabIndex={0}
				role="group"
				aria-label={name}
			>
				<img class={`preview__picture preview__picture--turn${quarter}`} src={url} alt={name} />
			</div>
		</>
	);
}

function Turn({ index, count, onTurn }: Pick<Props, 'index' | 'count' | 'onTurn'>) {
	if (count <= 1) return null;
	return (
		<>
			<Button kind="quiet" aria-label={t('previousFile')} onClick={() => onTurn(-1)}>
				‹
			</Button>
			<span class="soft nowrap">{t('fileOf', index + 1, count)}</span>
			<Button kind="quiet" aria-label={t('nextFile')} onClick={() => onTurn(1)}>
				›
			</Button>
		</>
	);
}

export function Preview({ dossierId, file, index, count, onTurn, onClose }: Props) {
	const content = useLoad(() => load(dossierId, file), [dossierId, file.id]);
	const url = useObjectUrl(content.value?.blob);
	const blocked = useFrameBlocked();
	const heading = useRef<HTMLHeadingElement>(null);
	useEffect(() => heading.current?.focus(), []);
	const kind = content.value?.kind ?? null;
	const isPicture = kind !== null && mediaTypeOf(kind).startsWith('image/');
	const shown = kind === 'pdf' || isPicture;
	const honest = !kind || mediaTypeOf(kind) === file.media_type;
	return (
		<section class="preview" aria-label={t('previewOf', file.name)}>
			<div class="preview__head">
				<h2 class="preview__name" ref={heading} tabIndex={-1}>
					{file.name}
				</h2>
				<p class="preview__buttons">
					<Turn index={index} count={count} onTurn={onTurn} />
					{url && kind && (
						<a class="button button--quiet" href={url} target="_blank" rel="noreferrer">
							{t('openTab')}
						</a>
					)}
					{content.value && (
						<Button kind="quiet" onClick={() => saveBlob(content.value!.blob, file.name)}>
							{t('download')}
						</Button>
					)}
					<Button kind="quiet" aria-label={t('closePreview')} onClick={onClose}>
						✕
					</Button>
				</p>
			</div>
			{content.error !== null && <Failure error={content.error} onRetry={content.reload} />}
			{!content.value && content.error === null && <Loading />}
			{!honest && (
				<Notice kind="warn">
					<p>{t('previewTyped')}</p>
				</Notice>
			)}
			{content.value && !shown && <p class="preview__none">{t('previewNone')}</p>}
			{url && kind === 'pdf' && !blocked && (
				<iframe
					class="preview__frame"
					src={`${url}#navpanes=0&view=FitH`}
					title={t('previewOf', file.name)}
				/>
			)}
			{url && kind === 'pdf' && blocked && <p class="preview__none">{t('previewBlocked')}</p>}
			{url && isPicture && <Picture url={url} name={file.name} />}
		</section>
	);
}
