// My dossiers: what needs me first, the rest newest first.
import { Loaded } from '@motcua/shared/components/Loaded.tsx';
import { More } from '@motcua/shared/components/More.tsx';
import { deleteDossier, listDossiers } from '@motcua/shared/api/dossiers.ts';
import type { DossierSummary } from '@motcua/shared/api/types.ts';
import { Button } from '@motcua/shared/components/Button.tsx';
import { StateTag } from '@motcua/shared/components/StateTag.tsx';
import { Empty, Failure } from '@motcua/shared/components/Waiting.tsx';
import { formatDate, formatMoney, formatTime } from '@motcua/shared/i18n/format.ts';
import { catalogue, pick } from '@motcua/shared/i18n/index.ts';
import { Link } from '@motcua/shared/router/place.tsx';
import { owed } from '@motcua/shared/words/fees.ts';
import { promisedDate } from '@motcua/shared/words/promised.ts';
import { isTerminal } from '@motcua/shared/words/states.ts';
import { usePages } from '@motcua/shared/components/load.ts';
import { useState } from 'preact/hooks';
import { SignedIn } from '../account/SignedIn.tsx';
import { to } from '../to.ts';
import { Title } from '../Title.tsx';

const t = catalogue(
	{
		title: 'Hồ sơ của tôi',
		needsYou: 'Cần bạn làm',
		drafts: 'Đang khai dở',
		others: 'Đã nộp',
		none: 'Bạn chưa có hồ sơ nào.',
		find: 'Tìm thủ tục để nộp',
		claim: 'Tìm hồ sơ đã nộp tại quầy',
		code: 'Mã hồ sơ',
		unit: 'Nơi giải quyết',
		filed: 'Nộp ngày',
		due: 'Hẹn trả',
		saved: (time: string) => `Lưu lần cuối ${time}`,
		go: 'Khai tiếp',
		drop: 'Xóa nháp',
		dropSure: 'Bấm lần nữa để xóa hẳn',
		supply: 'Bổ sung giấy tờ',
		pay: (money: string) => `Trả ${money}`,
	},
	{
		title: 'My dossiers',
		needsYou: 'Waiting for you',
		drafts: 'Not filed yet',
		others: 'Filed',
		none: 'You have no dossiers yet.',
		find: 'Find a procedure to file',
		claim: 'Find dossiers filed at the desk',
		code: 'Code',
		unit: 'Office',
		filed: 'Filed on',
		due: 'Due on',
		saved: (time) => `Last saved ${time}`,
		go: 'Go on',
		drop: 'Delete the draft',
		dropSure: 'Press again to delete it',
		supply: 'Supply papers',
		pay: (money) => `Pay ${money}`,
	},
);

const needsYou = (item: DossierSummary) =>
	item.state === 'supplement_requested' ||
	owed(item.payment) > 0;

function DropDraft({ id, onDone }: { id: string; onDone: () => void }) {
	const [asked, setAsked] = useState(false);
	const [error, setError] = useState<unknown>(null);
	return (
		<>
			{error !== null && <Failure error={error} />}
			<Button
				kind={asked ? 'danger' : 'quiet'}
				onClick={() => (asked ? deleteDossier(id).then(onDone, setError) : setAsked(true))}
			>
				{asked ? t('dropSure') : t('drop')}
			</Button>
		</>
	);
}

function Entry({ item, onChange }: { item: DossierSummary; onChange: () => void }) {
	const draft = item.state === 'draft';
	return (
		<li class="card">
			<h3 class="card__title">
				<Link to={draft ? to.filing(item.id, 'tiep') : to.dossier(item.id)}>
					{pick(item.procedure.title, item.procedure.title_en)}
				</Link>
			</h3>
			<p class="card__state">
				<StateTag state={item.state} ended={item.ended_why} />
			</p>
			<p class="soft small card__facts">
				{item.code && (
					<span>
						{t('code')}: <span class="nowrap">{item.code}</span>
					</span>
				)}
				<span>
					{t('unit')}: {item.unit.name}
				</span>
				{item.submitted_at && (
					<span>
						{t('filed')} {formatDate(item.submitted_at)}
					</span>
				)}
				{item.due_at && !isTerminal(item.state) && (
					<span>
						{t('due')} {promisedDate(item.due_at, item.due_estimated)}
					</span>
				)}
				{draft && <span>{t('saved', formatTime(item.updated_at))}</span>}
			</p>
			<div class="card__actions">
				{item.state === 'supplement_requested' && (
					<Link to={to.supplement(item.id)} class="button">
						{t('supply')}
					</Link>
				)}
				{owed(item.payment) > 0 && (
					<Link to={to.pay(item.id)} class="button">
						{t('pay', formatMoney(owed(item.payment)))}
					</Link>
				)}
				{draft && (
					<>
						<Link to={to.filing(item.id, 'tiep')} class="button button--secondary">
							{t('go')}
						</Link>
						<DropDraft id={item.id} onDone={onChange} />
					</>
				)}
			</div>
		</li>
	);
}

/** What needs the person first, then what was begun, then the rest. */
function groupsOf(items: DossierSummary[]) {
	return [
		{ title: t('needsYou'), items: items.filter(needsYou) },
		{ title: t('drafts'), items: items.filter((item) => item.state === 'draft') },
		{ title: t('others'), items: items.filter((item) => item.state !== 'draft' && !needsYou(item)) },
	].filter((group) => group.items.length > 0);
}

function Mine() {
	const list = usePages((cursor) => listDossiers({ limit: 50, ...(cursor ? { cursor } : {}) }), []);
	return (
		<>
			<Title text={t('title')} />
			<Loaded found={list}>
				{() => (
					<>
						{list.items.length === 0 && (
							<Empty title={t('none')}>
								<Link to={to.procedures} class="button">
									{t('find')}
								</Link>
							</Empty>
						)}
						{groupsOf(list.items).map((group) => (
							<section key={group.title}>
								<h2>{group.title}</h2>
								<ul class="cards">
									{group.items.map((item) => (
										<Entry
											key={item.id}
											item={item}
											onChange={list.reload}
										/>
									))}
								</ul>
							</section>
						))}
						<More list={list} />
						<p>
							<Link to={to.claim}>{t('claim')}</Link>
						</p>
					</>
				)}
			</Loaded>
		</>
	);
}

export default function List() {
	return <SignedIn>{() => <Mine />}</SignedIn>;
}
