// What a dossier said each time: which files came, stayed or were replaced, and which answers changed from what to what. Both
// sides see the same.
import type { Submission } from '../api/types.ts';
import { formatSize, formatTime } from '../i18n/format.ts';
import { catalogue } from '../i18n/index.ts';
import { AnswerText } from './AnswerText.tsx';
import { labelOf, type Answers, type Field, type FormDefinition } from './model.ts';

const t = catalogue(
	{
		title: 'Các lần nộp',
		round: (number: number, time: string, name: string) => `Lần ${number}: ${time}, ${name}`,
		new: 'mới',
		kept: 'giữ nguyên',
		replaced: 'đã thay hoặc bỏ',
		nothing: 'không có',
		was: 'trước đó:',
		noFiles: 'Không có giấy tờ kèm theo.',
	},
	{
		title: 'Each time it was filed',
		round: (number, time, name) => `No. ${number}: ${time}, ${name}`,
		new: 'new',
		kept: 'kept',
		replaced: 'replaced or taken off',
		nothing: 'nothing',
		was: 'before:',
		noFiles: 'No papers were attached.',
	},
);

export type RoundFile = Submission['files'][number];

interface Props {
	items: readonly Submission[];
	form: FormDefinition | null;
	onOpen: (file: RoundFile) => void;
}

function Files({ files, onOpen }: { files: readonly RoundFile[]; onOpen: Props['onOpen'] }) {
	if (files.length === 0) return <p class="soft">{t('noFiles')}</p>;
	return (
		<ul class="files">
			{files.map((file) => (
				<li class="file" key={file.id}>
					<button type="button" class="link file__name" onClick={() => onOpen(file)}>
						{file.name}
					</button>{' '}
					<span class="soft small">
						{formatSize(file.size)}, {t(file.mark)}
					</span>
				</li>
			))}
		</ul>
	);
}

function Changes({ item, before, fields }: { item: Submission; before: Answers; fields: Map<string, Field> }) {
	if (item.changed.length === 0) return null;
	const said = (answers: Answers, name: string) =>
		answers[name] === undefined ? t('nothing') : <AnswerText field={fields.get(name) ?? null} answer={answers[name]} />;
	return (
		<dl class="facts">
			{item.changed.map((name) => {
				const field = fields.get(name);
				return (
					<div class="facts__row" key={name}>
						<dt>{field ? labelOf(field) : name}</dt>
						<dd>
							{said(item.answers as Answers, name)}{' '}
							<span class="soft small">
								({t('was')} {said(before, name)})
							</span>
						</dd>
					</div>
				);
			})}
		</dl>
	);
}

/** Nothing where the dossier was filed once and never supplied: then the page itself says it all. */
export function Rounds({ items, form, onOpen }: Props) {
	if (items.length < 2) return null;
	const fields = new Map(form?.ui.pages.flatMap((page) => page.fields).map((field) => [field.name, field]));
	return (
		<section class="block">
			<h2>{t('title')}</h2>
			{items.map((item, i) => (
				<div key={item.number}>
					<h3>{t('round', item.number, formatTime(item.at), item.submitter_name)}</h3>
					<Changes item={item} before={(items[i - 1]?.answers ?? {}) as Answers} fields={fields} />
					<Files files={item.files} onOpen={onOpen} />
				</div>
			))}
		</section>
	);
}
