import { SignInForm } from '@motcua/shared/components/SignIn.tsx';
import { catalogue } from '@motcua/shared/i18n/index.ts';
import { Link, navigate, place } from '@motcua/shared/router/place.tsx';
import { nextOf, to } from '../to.ts';
import { Title } from '../Title.tsx';

const t = catalogue(
	{
		title: 'Đăng nhập',
		lead: 'Đăng nhập để nộp hồ sơ và xem hồ sơ của bạn.',
		none: 'Chưa có tài khoản?',
		make: 'Tạo tài khoản',
	},
	{
		title: 'Sign in',
		lead: 'Sign in to file and to see your dossiers.',
		none: 'No account yet?',
		make: 'Make an account',
	},
);

export default function SignInPage() {
	const next = nextOf(place.value.query);
	return (
		<>
			<Title text={t('title')} />
			<p>{t('lead')}</p>
			<SignInForm onDone={() => navigate(next, { replace: true })} />
			<p>
				{t('none')} <Link to={to.signUp(next)}>{t('make')}</Link>
			</p>
		</>
	);
}
