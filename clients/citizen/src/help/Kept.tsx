// What is kept of a person, what for and how long: the very rules that the worker runs (schema/vocabulary/retention.yaml).
import { catalogue, language, pick } from '@motcua/shared/i18n/index.ts';
import { retention } from '@motcua/shared/vocabulary/retention.ts';
import { Title } from '../Title.tsx';
import { Contacts } from './Contacts.tsx';

const t = catalogue(
	{
		title: 'Dữ liệu của bạn được giữ bao lâu',
		lead: 'Hết thời hạn, hệ thống tự xóa. Những gì thuộc hồ sơ đã nộp thì giữ hoặc xóa cùng hồ sơ.',
		what: 'Dữ liệu',
		purpose: 'Để làm gì',
		long: 'Giữ bao lâu',
		days: (count: number) => `${count} ngày`,
		years: (count: number) => `${count} năm`,
	},
	{
		title: 'How long your data is kept',
		lead: 'When its time is over, the service deletes it by itself. What is part of a dossier stays or goes with it.',
		what: 'Data',
		purpose: 'What for',
		long: 'How long',
		days: (count) => (count === 1 ? '1 day' : `${count} days`),
		years: (count) => (count === 1 ? '1 year' : `${count} years`),
	},
);

interface Words {
	vi: string;
	en: string;
}

interface Rule extends Words {
	purpose: Words;
	days?: number;
	why?: Words;
}

const said = (words: Words) => pick(words.vi, words.en);

const time = (days: number) => (days % 365 === 0 ? t('years', days / 365) : t('days', days));

export default function Kept() {
	const rules: [string, Rule][] = Object.entries(retention);
	return (
		<>
			<Title text={t('title')} />
			<p>{t('lead')}</p>
			<table class="stack" lang={language.value}>
				<thead>
					<tr>
						<th scope="col">{t('what')}</th>
						<th scope="col">{t('purpose')}</th>
						<th scope="col">{t('long')}</th>
					</tr>
				</thead>
				<tbody>
					{rules.map(([code, rule]) => (
						<tr key={code}>
							<th scope="row">{said(rule)}</th>
							<td data-label={t('purpose')}>
								<div>{said(rule.purpose)}</div>
							</td>
							<td data-label={t('long')}>
								<div>{rule.days === undefined ? rule.why && said(rule.why) : time(rule.days)}</div>
							</td>
						</tr>
					))}
				</tbody>
			</table>
			<Contacts />
		</>
	);
}
