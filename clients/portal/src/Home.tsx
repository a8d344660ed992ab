// The front page: one big search, then life events, then the procedures that most people come for.
import { listProcedures } from '@motcua/shared/api/procedures.ts';
import { Failure, Loading } from '@motcua/shared/components/Waiting.tsx';
import { catalogue, pick } from '@motcua/shared/i18n/index.ts';
import { Link } from '@motcua/shared/router/place.tsx';
import { useLoad } from '@motcua/shared/components/load.ts';
import { LifeEvents } from '@motcua/citizen/find/LifeEvents.tsx';
import { SearchBox } from '@motcua/citizen/find/SearchBox.tsx';
import { to } from '@motcua/citizen/to.ts';
import { Title } from '@motcua/citizen/Title.tsx';

const t = catalogue(
	{
		title: 'Bạn cần làm việc gì?',
		home: '',
		lead: 'Tìm thủ tục, nộp hồ sơ, trả phí, theo dõi và nhận kết quả. Tất cả ở một nơi.',
		popular: 'Thủ tục nhiều người làm',
		all: 'Xem tất cả thủ tục',
		trackTitle: 'Đã nộp hồ sơ?',
		trackText: 'Xem hồ sơ đang ở đâu bằng mã hồ sơ và bốn số cuối điện thoại.',
		track: 'Tra cứu hồ sơ',
		verifyText: 'Có giấy biên nhận? Kiểm tra xem biên nhận có thật không.',
		verify: 'Kiểm tra biên nhận',
		deskTitle: 'Không quen dùng mạng?',
		deskText: 'Bạn nộp bản giấy ở Bộ phận Một cửa. Xem trước cần mang theo giấy tờ gì.',
		desk: 'Cách nộp tại quầy',
	},
	{
		title: 'What do you need to do?',
		home: '',
		lead: 'Find a procedure, file, pay, follow it and get the result. All in one place.',
		popular: 'What most people come for',
		all: 'See all procedures',
		trackTitle: 'Already filed?',
		trackText: 'See where your dossier is with its code and the last four digits of your phone number.',
		track: 'Track a dossier',
		verifyText: 'Do you hold a receipt? Check that it is genuine.',
		verify: 'Verify a receipt',
		deskTitle: 'Not used to the web?',
		deskText: 'File on paper at the one-stop desk. See before what to bring.',
		desk: 'How to file at the desk',
	},
);

const popular = ['1.001193', '2.000635', '2.000815', '1.000894', '1.004873', '1.004222', '1.001612', '2.000488'];

export default function Home() {
	const found = useLoad(() => listProcedures({ limit: 60 }), []);
	const items = found.value?.items ?? [];
	const known = popular.map((code) => items.find((item) => item.code === code)).filter((item) => item !== undefined);
	const shown = (known.length >= 3 ? known : items).slice(0, 6);
	return (
		<>
			<div class="hero">
				<Title text={t('title')} title={t('home')} />
				<p class="lead">{t('lead')}</p>
				<SearchBox value="" />
			</div>
			<LifeEvents />
			<h2>{t('popular')}</h2>
			{found.error !== null && !found.value && <Failure error={found.error} onRetry={found.reload} />}
			{!found.value && found.error === null && <Loading />}
			<ul class="plain">
				{shown.map((item) => (
					<li key={item.code}>
						<Link to={to.procedure(item.code)}>{pick(item.title, item.title_en)}</Link>
					</li>
				))}
			</ul>
			<p>
				<Link to={to.procedures}>{t('all')}</Link>
			</p>
			<div class="pair">
				<section>
					<h2>{t('trackTitle')}</h2>
					<p>{t('trackText')}</p>
					<p>
						<Link to={to.track} class="button button--secondary">
							{t('track')}
						</Link>
					</p>
					<p>
						{t('verifyText')} <Link to={to.verify}>{t('verify')}</Link>
					</p>
				</section>
				<section>
					<h2>{t('deskTitle')}</h2>
					<p>{t('deskText')}</p>
					<p>
						<Link to={to.help} class="button button--secondary">
							{t('desk')}
						</Link>
					</p>
				</section>
			</div>
		</>
	);
}
