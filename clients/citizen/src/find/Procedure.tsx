// One procedure as a guide: what it is, what it takes, what it costs, who decides, where to ask. Prints on two pages.
import { Loaded } from '@motcua/shared/components/Loaded.tsx';
import { listUnits } from '@motcua/shared/api/places.ts';
import { getProcedure } from '@motcua/shared/api/procedures.ts';
import type { Fee, Procedure as Guide, ProcedureCase, ProcedureChannel, Unit } from '@motcua/shared/api/types.ts';
import { Notice } from '@motcua/shared/components/Notice.tsx';
import { Failure, Loading } from '@motcua/shared/components/Waiting.tsx';
import { fold, formatDate, formatMoney, formatPhone } from '@motcua/shared/i18n/format.ts';
import { catalogue, pick } from '@motcua/shared/i18n/index.ts';
import { QrCode } from '@motcua/shared/components/Qr.tsx';
import { spanText } from '@motcua/shared/words/spans.ts';
import { hrefOf, Link } from '@motcua/shared/router/place.tsx';
import { useLoad } from '@motcua/shared/components/load.ts';
import { useState } from 'preact/hooks';
import { channelName } from '../channels.ts';
import { to } from '../to.ts';
import { Title } from '../Title.tsx';

const t = catalogue(
	{
		file: 'Nộp hồ sơ trực tuyến',
		informationTitle: 'Thủ tục này chưa nộp được qua mạng',
		informationText: 'Bạn đọc hướng dẫn ở đây rồi nộp tại nơi giải quyết.',
		print: 'In hướng dẫn này',
		qr: 'Quét mã để nộp qua mạng',
		papers: 'Giấy tờ cần có',
		noPapers: 'Không cần giấy tờ kèm theo.',
		ifNeeded: 'nếu có',
		bring: 'mang theo khi đến',
		originals: (count: number) => `${count} bản chính`,
		copies: (count: number) => `${count} bản sao`,
		cost: 'Thời gian và chi phí',
		way: 'Cách nộp',
		time: 'Bao lâu có kết quả',
		fee: 'Phải trả',
		each: 'mỗi bản',
		steps: 'Các bước',
		result: 'Bạn nhận được gì',
		decided: 'Ai giải quyết',
		ask: 'Nơi nộp và hỏi',
		findUnit: 'Tìm theo tên xã, phường, cơ quan',
		allUnits: (count: number) => `Xem cả ${count} nơi`,
		noUnit: 'Không có nơi nào khớp.',
		closed: 'Hiện chưa nhận hồ sơ qua mạng',
		law: 'Căn cứ pháp lý',
		about: 'Về trang này',
		guide: 'Hướng dẫn thủ tục',
		others: 'Xem tất cả thủ tục',
		code: 'Mã thủ tục',
		checked: 'Kiểm tra lần cuối',
		effective: 'Áp dụng từ',
		unconfirmed: 'Chưa được xác nhận, bạn nên hỏi lại:',
		doubtTime: 'thời gian',
		doubtFees: 'mức phí',
		sameDay: 'Trong ngày',
		untimed: 'Theo lịch của cơ quan',
	},
	{
		file: 'File online',
		informationTitle: 'This procedure cannot be filed online yet',
		informationText: 'Read the guide here, then file at the office that decides.',
		print: 'Print this guide',
		qr: 'Scan to file online',
		papers: 'Papers you need',
		noPapers: 'No papers are needed.',
		ifNeeded: 'if it applies',
		bring: 'bring it when you come',
		originals: (count) => `${count} original${count === 1 ? '' : 's'}`,
		copies: (count) => `${count} ${count === 1 ? 'copy' : 'copies'}`,
		cost: 'Time and cost',
		way: 'How you file',
		time: 'When you get the result',
		fee: 'What you pay',
		each: 'each',
		steps: 'Steps',
		result: 'What you get',
		decided: 'Who decides',
		ask: 'Where to file and ask',
		findUnit: 'Find by name of commune, ward or office',
		allUnits: (count) => `Show all ${count} places`,
		noUnit: 'No place matches.',
		closed: 'Takes no online dossiers now',
		law: 'Legal basis',
		about: 'About this page',
		guide: 'Procedure guide',
		others: 'All procedures',
		code: 'Procedure code',
		checked: 'Last checked',
		effective: 'In force from',
		unconfirmed: 'Not confirmed yet, please ask about the:',
		doubtTime: 'time',
		doubtFees: 'fees',
		sameDay: 'The same day',
		untimed: "By the office's schedule",
	},
);

function timeText(channel: ProcedureChannel): string {
	const { amount, unit } = channel.time;
	if (unit === 'none' || typeof amount !== 'number') return t('untimed');
	return amount === 0 ? t('sameDay') : spanText(amount, unit);
}

function Fees({ fees }: { fees: readonly Fee[] }) {
	// what is paid only if one asks for more, such as copies, stands below "free"
	const free = fees.every((fee) => fee.least === 0);
	if (fees.length === 0) return <>{formatMoney(0)}</>;
	return (
		<ul class="bare">
			{free && <li>{formatMoney(0)}</li>}
			{fees.map((fee) => (
				<li key={fee.code}>
					<strong>{formatMoney(fee.amount)}</strong>
					{fee.per === 'quantity' && ` ${t('each')}`}
					<br />
					<span class="soft small" lang="vi">
						{fee.name}
					</span>
				</li>
			))}
		</ul>
	);
}

/** Ways of filing that take as long and cost as much stand in one row; filing online comes first. */
function alike(channels: readonly ProcedureChannel[]): ProcedureChannel[][] {
	const order = ['online', 'counter', 'post'];
	const rows = new Map<string, ProcedureChannel[]>();
	for (const channel of [...channels].sort((a, b) => order.indexOf(a.channel) - order.indexOf(b.channel))) {
		const key = JSON.stringify([channel.time, channel.time_note, channel.fees]);
		rows.set(key, [...(rows.get(key) ?? []), channel]);
	}
	return [...rows.values()];
}

function Channels({ channels }: { channels: readonly ProcedureChannel[] }) {
	return (
		<table class="stack">
			<thead>
				<tr>
					<th scope="col">{t('way')}</th>
					<th scope="col">{t('time')}</th>
					<th scope="col">{t('fee')}</th>
				</tr>
			</thead>
			<tbody>
				{alike(channels).map(([channel, ...others]) => (
					<tr key={channel!.channel}>
						<th scope="row">
							{[channel!, ...others].map((entry) => (
								<div key={entry.channel}>{channelName(entry.channel)}</div>
							))}
						</th>
						<td data-label={t('time')}>
							<div>
								<strong>{timeText(channel!)}</strong>
								{channel!.time_note && (
									<>
										<br />
										<span class="soft small" lang="vi">
											{channel!.time_note}
										</span>
									</>
								)}
							</div>
						</td>
						<td data-label={t('fee')}>
							<Fees fees={channel!.fees} />
						</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}

function Papers({ chosen }: { chosen: ProcedureCase }) {
	if (chosen.components.length === 0) return <p>{t('noPapers')}</p>;
	return (
		<ul class="papers" lang="vi">
			{chosen.components.map((component) => (
				<li key={component.code}>
					<strong>{component.name}</strong>
					{!component.required && (
						<span class="soft"> ({t(component.bring ? 'bring' : 'ifNeeded')})</span>
					)}
					<span class="soft small papers__count">
						{[
							component.originals ? t('originals', component.originals) : '',
							component.copies ? t('copies', component.copies) : '',
						]
							.filter(Boolean)
							.join(', ')}
					</span>
					{component.hint && <span class="papers__hint">{component.hint}</span>}
				</li>
			))}
		</ul>
	);
}

/** What differs from case to case: papers, time and cost, sometimes the steps. */
function CaseGuide({ chosen, many, ownSteps }: { chosen: ProcedureCase; many: boolean; ownSteps: boolean }) {
	const Part = many ? 'h3' : 'h2';
	return (
		<section>
			{many && (
				<h2 class="case" lang="vi">
					{chosen.title}
				</h2>
			)}
			<Part>{t('papers')}</Part>
			<Papers chosen={chosen} />
			<Part>{t('cost')}</Part>
			<Channels channels={chosen.channels} />
			{ownSteps && <Steps steps={chosen.steps ?? []} part={Part} />}
		</section>
	);
}

function Steps({ steps, part: Part = 'h2' }: { steps: readonly string[]; part?: 'h2' | 'h3' }) {
	if (steps.length === 0) return null;
	return (
		<>
			<Part>{t('steps')}</Part>
			<ol lang="vi">
				{steps.map((step) => (
					<li key={step}>{step}</li>
				))}
			</ol>
		</>
	);
}

const FEW = 5;

function Units({ code }: { code: string }) {
	const found = useLoad(() => listUnits({ procedure: code }), [code]);
	const [typed, setTyped] = useState('');
	const [all, setAll] = useState(false);
	if (!found.value) return found.error !== null ? <Failure error={found.error} onRetry={found.reload} /> : <Loading />;
	const units = found.value.filter((unit) => fold(`${unit.name} ${unit.address ?? ''}`).includes(fold(typed)));
	const shown = all || typed ? units : units.slice(0, FEW);
	return (
		<>
			{found.value.length > FEW && (
				<div class="field no-print">
					<label class="field__label" for="find-unit">
						{t('findUnit')}
					</label>
					<input
						class="input"
						id="find-unit"
						type="search"
						autocomplete="off"
						value={typed}
						onInput={(event) => setTyped(event.currentTarget.value)}
					/>
				</div>
			)}
			{units.length === 0 && <p role="status">{t('noUnit')}</p>}
			<ul class="units">
				{shown.map((unit) => (
					<UnitEntry key={unit.code} unit={unit} />
				))}
			</ul>
			{!all && !typed && units.length > FEW && (
				<button type="button" class="button button--secondary" onClick={() => setAll(true)}>
					{t('allUnits', units.length)}
				</button>
			)}
		</>
	);
}

function UnitEntry({ unit }: { unit: Unit }) {
	return (
		<li>
			<strong>{pick(unit.name, unit.name_en)}</strong>
			<div lang="vi">{unit.address}</div>
			<div class="soft" lang="vi">
				{unit.hours}
			</div>
			{unit.phone && (
				<div>
					<a href={`tel:${unit.phone}`}>{formatPhone(unit.phone)}</a>
				</div>
			)}
			{unit.open === false && <div class="soft">{t('closed')}</div>}
		</li>
	);
}

/** The parts that the agency has not confirmed. */
function doubtName(part: string): string {
	return part === 'time' ? t('doubtTime') : part === 'fees' ? t('doubtFees') : part;
}

function About({ guide }: { guide: Guide }) {
	return (
		<>
			<h2>{t('law')}</h2>
			<ul lang="vi">
				{guide.legal_basis.map((law) => (
					<li key={law.number}>
						{law.title} (<span class="nowrap">{law.number}</span>)
					</li>
				))}
			</ul>
			<h2>{t('about')}</h2>
			<p class="soft">
				{t('code')}: {guide.code}.{' '}
				{guide.valid_from && `${t('effective')} ${formatDate(guide.valid_from)}. `}
				{guide.checked_on && `${t('checked')}: ${formatDate(guide.checked_on)}.`}
			</p>
			{(guide.unconfirmed?.length ?? 0) > 0 && (
				<p>
					{t('unconfirmed')} {guide.unconfirmed!.map(doubtName).join(', ')}.
				</p>
			)}
		</>
	);
}

function Whole({ guide }: { guide: Guide }) {
	const oneWay = new Set(guide.cases.map((chosen) => (chosen.steps ?? []).join('\n'))).size === 1;
	return (
		<article>
			<div class="print-only guide__code">
				<QrCode text={location.origin + hrefOf(to.procedure(guide.code))} label={t('qr')} />
				{t('qr')}
			</div>
			<p class="soft small eyebrow">{pick(guide.sector.name, guide.sector.name_en)}</p>
			<Title text={pick(guide.title, guide.title_en)} />
			<p class="lead" lang="vi">
				{guide.summary}
			</p>
			{guide.level === 'information' ? (
				<Notice kind="warn" title={t('informationTitle')}>
					<p>{t('informationText')}</p>
				</Notice>
			) : (
				<p class="no-print">
					<Link to={to.start(guide.code)} class="button button--large">
						{t('file')}
					</Link>
				</p>
			)}
			<p class="soft small">{guide.note.charAt(0).toUpperCase() + guide.note.slice(1)}.</p>
			{guide.cases.map((chosen) => (
				<CaseGuide key={chosen.code} chosen={chosen} many={guide.cases.length > 1} ownSteps={!oneWay} />
			))}
			{oneWay && <Steps steps={guide.cases[0]?.steps ?? []} />}
			<h2>{t('result')}</h2>
			<ul lang="vi">
				{guide.result.map((result) => (
					<li key={result.code}>{result.name}</li>
				))}
			</ul>
			<h2>{t('decided')}</h2>
			<p lang="vi">{guide.decided_by}</p>
			<h2>{t('ask')}</h2>
			<Units code={guide.code} />
			<About guide={guide} />
			<p class="no-print">
				<button type="button" class="button button--secondary" onClick={() => print()}>
					{t('print')}
				</button>
			</p>
		</article>
	);
}

export default function Procedure({ code = '' }: Record<string, string>) {
	const found = useLoad(() => getProcedure(code), [code]);
	return (
		<>
			<Loaded found={found} head={<Title text={t('guide')} title={code} />}>
				{(guide) => <Whole guide={guide} />}
			</Loaded>
			{!found.value && found.error !== null && (
				<p>
					<Link to={to.procedures}>{t('others')}</Link>
				</p>
			)}
		</>
	);
}
