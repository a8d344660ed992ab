// Who is signed in here, and the way out.
import { signOut } from '@motcua/shared/api/identity.ts';
import { Button } from '@motcua/shared/components/Button.tsx';
import { formatPhone } from '@motcua/shared/i18n/format.ts';
import { catalogue } from '@motcua/shared/i18n/index.ts';
import { Link, navigate } from '@motcua/shared/router/place.tsx';
import { useState } from 'preact/hooks';
import { SignedIn } from './SignedIn.tsx';
import { Title } from '../Title.tsx';
import { to } from '../to.ts';

const t = catalogue(
	{
		title: 'Tài khoản của bạn',
		name: 'Họ tên',
		phone: 'Số điện thoại',
		email: 'Thư điện tử',
		personalId: 'Số định danh',
		none: 'chưa có',
		claim: 'Tìm hồ sơ đã nộp tại quầy',
		signOut: 'Đăng xuất',
		shared:
			'Dùng máy chung? Hãy đăng xuất. ' +
			'Những gì còn trên máy này về bạn sẽ được xóa; hồ sơ đã lưu trên hệ thống vẫn còn.',
	},
	{
		title: 'Your account',
		name: 'Name',
		phone: 'Phone number',
		email: 'E-mail',
		personalId: 'Identification number',
		none: 'none',
		claim: 'Find dossiers filed at the desk',
		signOut: 'Sign out',
		shared: 'On a shared device? Sign out. What this device holds about you is erased; what is saved on the service stays.',
	},
);

export default function AccountPage() {
	const [busy, setBusy] = useState(false);
	return (
		<SignedIn>
			{(me) => (
				<>
					<Title text={t('title')} />
					<dl class="facts">
						{[
							[t('name'), me.full_name],
							[t('phone'), me.phone ? formatPhone(me.phone) : t('none')],
							[t('email'), me.email ?? t('none')],
							[t('personalId'), me.personal_id ?? t('none')],
						].map(([name, value]) => (
							<div class="facts__row" key={name}>
								<dt>{name}</dt>
								<dd>{value}</dd>
							</div>
						))}
					</dl>
					<p>
						<Link to={to.claim}>{t('claim')}</Link>
					</p>
					<p>{t('shared')}</p>
					<Button
						kind="secondary"
						busy={busy}
						onClick={async () => {
							setBusy(true);
							// the session ends here even when the service cannot be told
							await signOut().catch(() => undefined);
							navigate(to.home, { replace: true });
						}}
					>
						{t('signOut')}
					</Button>
				</>
			)}
		</SignedIn>
	);
}
