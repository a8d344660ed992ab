// Results of a search, or the whole catalogue by sector. The address holds the query, so it can be shared and gone Back to.
import { Loaded } from '@motcua/shared/components/Loaded.tsx';
import { More } from '@motcua/shared/components/More.tsx';
import { listProcedures } from '@motcua/shared/api/procedures.ts';
import type { ProcedureSummary } from '@motcua/shared/api/types.ts';
import { Empty } from '@motcua/shared/components/Waiting.tsx';
import { formatMoney } from '@motcua/shared/i18n/format.ts';
import { catalogue, pick } from '@motcua/shared/i18n/index.ts';
import { Link, place } from '@motcua/shared/router/place.tsx';
import { sectors } from '@motcua/shared/words/sectors.ts';
import { usePages, type Paged } from '@motcua/shared/components/load.ts';
import { SearchBox } from './SearchBox.tsx';
import { to } from '../to.ts';
import { Title } from '../Title.tsx';

const t = catalogue(
	{
		all: 'Tất cả thủ tục',
		results: (q: string) => `Kết quả tìm “${q}”`,
		count: (count: number, more: boolean) => (more ? `${count} thủ tục đầu tiên` : `${count} thủ tục`),
		none: 'Chưa tìm thấy thủ tục nào.',
		noneHint: 'Hãy thử ít chữ hơn, hoặc nói bằng lời thường ngày: “làm sổ đỏ”, “sinh con”, “mất việc”.',
		browse: 'Xem theo lĩnh vực',
		decided: 'Nơi giải quyết',
		time: 'Thời gian',
		fee: 'Phí nộp trực tuyến',
		feeFrom: (money: string) => `từ ${money}`,
		information: 'Chỉ để xem, chưa nộp được qua mạng',
	},
	{
		all: 'All procedures',
		results: (q) => `Results for “${q}”`,
		count: (count, more) => (more ? `The first ${count} procedures` : `${count} procedures`),
		none: 'No procedure was found.',
		noneHint: 'Try fewer words, or everyday ones: “làm sổ đỏ”, “sinh con”, “mất việc”.',
		browse: 'By sector',
		decided: 'Decided by',
		time: 'Time',
		fee: 'Fee online',
		feeFrom: (money) => `from ${money}`,
		information: 'For reading only, not to be filed online yet',
	},
);

function Hit({ item }: { item: ProcedureSummary }) {
	return (
		<li class="hit">
			<h2 class="hit__title">
				<Link to={to.procedure(item.code)}>{pick(item.title, item.title_en)}</Link>
			</h2>
			{item.summary && <p lang="vi">{item.summary}</p>}
			<p class="soft small hit__facts">
				{item.level === 'information' && <span>{t('information')}</span>}
				{item.decided_by && (
					<span>
						{t('decided')}: {item.decided_by}
					</span>
				)}
				{item.time_note && (
					<span>
						{t('time')}: {item.time_note.replace(/\.$/, '')}
					</span>
				)}
				{typeof item.fee_from === 'number' && (
					<span>
						{t('fee')}:{' '}
						{item.fee_from === 0 ? formatMoney(0) : t('feeFrom', formatMoney(item.fee_from))}
					</span>
				)}
			</p>
		</li>
	);
}

function Sectors() {
	return (
		<>
			<h2>{t('browse')}</h2>
			<ul class="chips">
				{sectors.map((entry) => (
					<li key={entry.code}>
						<Link to={to.sector(entry.code)}>{pick(entry.name, entry.name_en)}</Link>
					</li>
				))}
			</ul>
		</>
	);
}

function Hits({ list }: { list: Paged<ProcedureSummary> }) {
	return (
		<>
			<p class="soft" role="status">
				{list.items.length > 0 && t('count', list.items.length, list.more !== null)}
			</p>
			{list.items.length === 0 && (
				<Empty title={t('none')}>
					<p>{t('noneHint')}</p>
				</Empty>
			)}
			<ul class="hits">
				{list.items.map((item) => (
					<Hit key={item.code} item={item} />
				))}
			</ul>
			<More list={list} />
		</>
	);
}

export default function Search() {
	const q = place.value.query.get('q') ?? '';
	const sector = place.value.query.get('linh-vuc') ?? '';
	const query = { ...(q ? { q } : {}), ...(sector ? { sector } : {}), limit: 20 };
	const list = usePages((cursor) => listProcedures({ ...query, ...(cursor ? { cursor } : {}) }), [q, sector]);
	const chosen = sectors.find((entry) => entry.code === sector);
	const heading = q ? t('results', q) : chosen ? pick(chosen.name, chosen.name_en) : t('all');
	return (
		<>
			<Title text={heading} />
			<SearchBox value={q} />
			<Loaded found={list}>{() => <Hits list={list} />}</Loaded>
			{(list.value || list.error !== null) && <Sectors />}
		</>
	);
}
