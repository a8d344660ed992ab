// An address that no page has.
import { catalogue } from '@motcua/shared/i18n/index.ts';
import { Link } from '@motcua/shared/router/place.tsx';
import { Title } from './Title.tsx';
import { to } from './to.ts';

const t = catalogue(
	{ title: 'Không có trang này', text: 'Địa chỉ có thể đã gõ sai hoặc trang đã chuyển đi.', home: 'Về trang đầu' },
	{ title: 'There is no such page', text: 'The address may be mistyped, or the page has moved.', home: 'To the front page' },
);

export function Missing() {
	return (
		<>
			<Title text={t('title')} />
			<p>{t('text')}</p>
			<p>
				<Link to={to.home}>{t('home')}</Link>
			</p>
		</>
	);
}
