// Attaching files to one paper: choose or drop, see each on its way, open it, take it off again.
import { browser } from '../base/browser.ts';
import { useEffect, useState } from 'preact/hooks';
import { loadSite } from '../api/site.ts';
import type { DossierFile } from '../api/types.ts';
import { formatSize } from '../i18n/format.ts';
import { ts } from '../i18n/shared.ts';
import { acceptAttribute, kindNames } from './kinds.ts';
import type { Refusal, UploadItem, UploadQueue } from './queue.ts';
import { Button } from '../components/Button.tsx';
import { fieldId } from '../components/Field.tsx';
import { Hash } from '../components/Hash.tsx';
import { useLoad } from '../components/load.ts';

interface Props {
	name: string;
	/** The paper's name, for screen readers: the visible heading is the page's. */
	label: string;
	queue: UploadQueue;
	attached: readonly DossierFile[];
	maxFiles: number;
	onRemove: (file: DossierFile) => void;
	onOpen: (file: DossierFile) => void;
	error?: string | undefined;
}

/** What a paper takes, in words; the size is known once the site has been asked. */
interface Taken {
	kinds: string;
	most: number;
	size: string | null;
}

function refusalText(refusal: Refusal, { kinds, most, size }: Taken): string {
	if (refusal.reason === 'many') return ts('fileTooMany', most);
	if (refusal.reason === 'large') return ts('fileTooLarge', refusal.name, size ?? '');
	return refusal.reason === 'empty' ? ts('fileEmpty', refusal.name) : ts('fileWrongKind', refusal.name, kinds);
}

function stateText(item: UploadItem, { kinds, size }: Taken): string {
	switch (item.phase) {
		case 'reading':
			return ts('fileReading');
		case 'sending':
			return ts('fileSending', Math.floor((100 * item.sent) / item.size));
		case 'waiting':
			return ts('fileWaiting');
		case 'done':
			return ts('fileDone');
		case 'failed':
			// the service does not know for which paper a file is sent
			if (item.error?.code === 'file-type-forbidden') return ts('fileWrongKind', item.name, kinds);
			// nor what one may have that was kept from an earlier visit
			if (item.error?.code === 'file-too-large' && size) return ts('fileTooLarge', item.name, size);
			return `${ts('fileFailed')}: ${item.error?.words ?? ''}`;
	}
}

/** Images only; other kinds open in a tab of their own. */
function Preview({ item }: { item: UploadItem }) {
	const [url, setUrl] = useState('');
	useEffect(() => {
		if (item.kind === 'pdf') return;
		const made = browser.showBlob(item.blob);
		if (!made) return;
		setUrl(made);
		return () => browser.forgetBlob(made);
	}, [item.id]);
	return url ? <img class="file__preview" src={url} alt="" /> : null;
}

function Pending({ item, queue, taken }: { item: UploadItem; queue: UploadQueue; taken: Taken }) {
	return (
		<li class="file">
			<Preview item={item} />
			<div class="file__about">
				<div class="file__name">{item.name}</div>
				<div class={item.phase === 'failed' ? 'file__state file__state--bad' : 'file__state'}>
					{formatSize(item.size)} · {stateText(item, taken)}
				</div>
				{item.phase === 'sending' && (
					<progress max={item.size} value={item.sent} aria-label={item.name} />
				)}
			</div>
			{item.phase === 'failed' && (
				<Button kind="secondary" onClick={() => queue.retry(item.id)}>
					{ts('tryAgain')}
				</Button>
			)}
			<Button kind="quiet" aria-label={ts('fileRemove', item.name)} onClick={() => void queue.remove(item.id)}>
				{ts('remove')}
			</Button>
		</li>
	);
}

interface PickProps {
	id: string;
	text: string;
	label: string;
	accept: string;
	multiple?: boolean;
	/** Opens the camera instead of the files. */
	camera?: boolean;
	onPick: (files: FileList | null) => Promise<void>;
}

function Pick(props: PickProps) {
	return (
		<span class="drop__pick button button--secondary">
			<span aria-hidden="true">{props.text}</span>
			<input
				type="file"
				id={props.id}
				multiple={props.multiple}
				accept={props.accept}
				capture={props.camera ? 'environment' : undefined}
				aria-label={`${props.text}: ${props.label}`}
				aria-describedby={props.camera ? undefined : `${props.id}-hint ${props.id}-error`}
				onChange={(event) => {
					const input = event.currentTarget;
					void props.onPick(input.files).then(() => (input.value = ''));
				}}
			/>
		</span>
	);
}

function Attached({ file, onOpen, onRemove }: { file: DossierFile } & Pick<Props, 'onOpen' | 'onRemove'>) {
	return (
		<li class="file">
			<div class="file__about">
				<button
					type="button"
					class="link file__name"
					aria-label={ts('fileOpen', file.name)}
					onClick={() => onOpen(file)}
				>
					{file.name}
				</button>
				<div class="file__state">
					{formatSize(file.size)} · {ts('fileDone')}
				</div>
				<Hash value={file.sha256} />
			</div>
			<Button kind="quiet" aria-label={ts('fileRemove', file.name)} onClick={() => onRemove(file)}>
				{ts('remove')}
			</Button>
		</li>
	);
}

/** Where files are chosen, photographed or dropped. */
function Drop(props: { id: string; label: string; queue: UploadQueue; taken: Taken; onPick: PickProps['onPick'] }) {
	const { id, label, queue, taken, onPick } = props;
	const [over, setOver] = useState(false);
	const handheld = browser.handheld();
	return (
		<div
			class={over ? 'drop drop--over' : 'drop'}
			onDragOver={(event) => {
				event.preventDefault();
				setOver(true);
			}}
			onDragLeave={() => setOver(false)}
			onDrop={(event) => {
				event.preventDefault();
				setOver(false);
				void onPick(event.dataTransfer?.files ?? null);
			}}
		>
			<Pick
				id={id}
				text={ts('chooseFile')}
				label={label}
				accept={acceptAttribute(queue.kinds)}
				multiple={taken.most > 1}
				onPick={onPick}
			/>
			{handheld && queue.kinds.includes('jpeg') && (
				<Pick
					id={`${id}-camera`}
					text={ts('takePhoto')}
					label={label}
					accept="image/jpeg"
					camera
					onPick={onPick}
				/>
			)}
			{!handheld && <span class="soft drop__or">{ts('dropHere')}</span>}
			<span class="soft small" id={`${id}-hint`}>
				{ts('fileKinds', taken.kinds)} {ts('fileLimit', taken.most)}
				{taken.size && ` ${ts('fileSize', taken.size)}`}
			</span>
		</div>
	);
}

export function FileUpload({ name, label, queue, attached, maxFiles, error, onRemove, onOpen }: Props) {
	const [refused, setRefused] = useState<Refusal[]>([]);
	const items = queue.items.value;
	const id = fieldId(name);
	// where it cannot be had, the service itself refuses what is too large
	const bytes = useLoad(loadSite, []).value?.limits.file_bytes;
	const taken = { kinds: kindNames(queue.kinds), most: maxFiles, size: bytes ? formatSize(bytes) : null };
	const take = async (list: FileList | null) => {
		const files = [...(list ?? [])];
		const large = files.filter((file) => bytes && file.size > bytes);
		const others = await queue.add(files.filter((file) => !large.includes(file)));
		setRefused([...large.map(({ name }) => ({ name, reason: 'large' as const })), ...others]);
	};
	const refusals = refused.map((entry) => refusalText(entry, taken));
	const messages = [...new Set([...(error ? [error] : []), ...refusals])];
	return (
		<div class={messages.length ? 'field field--wrong' : 'field'}>
			<div id={`${id}-error`} role="status">
				{messages.map((message) => (
					<p class="field__error" key={message}>
						{message}
					</p>
				))}
			</div>
			{attached.length + items.length > 0 && (
				<ul class="files" aria-label={label}>
					{attached.map((file) => (
						<Attached key={file.id} file={file} onOpen={onOpen} onRemove={onRemove} />
					))}
					{items.map((item) => (
						<Pending key={item.id} item={item} queue={queue} taken={taken} />
					))}
				</ul>
			)}
			{attached.length + items.length < maxFiles && (
				<Drop id={id} label={label} queue={queue} taken={taken} onPick={take} />
			)}
		</div>
	);
}
