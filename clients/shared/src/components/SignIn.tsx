// Signing in: the form, and the dialog that asks again over the page when a session has ended, so that nothing typed is lost.
import { useEffect, useState } from 'preact/hooks';
import { asText } from '../base/as-typed.ts';
import { loadAccount, signIn, signOut } from '../api/identity.ts';
import { asProblem, type ProblemError } from '../api/problem.ts';
import type { Account } from '../api/types.ts';
import { catalogue } from '../i18n/index.ts';
import { account, ended } from '../api/session.ts';
import { Button } from './Button.tsx';
import { ErrorSummary } from './ErrorSummary.tsx';
import { CheckboxField, fieldId, PasswordField, TextField } from './Field.tsx';
import { Modal } from './Modal.tsx';

const t = catalogue(
	{
		login: 'Số điện thoại hoặc thư điện tử',
		password: 'Mật khẩu',
		signIn: 'Đăng nhập',
		signingIn: 'Đang đăng nhập…',
		loginMissing: 'Hãy điền số điện thoại hoặc thư điện tử',
		passwordMissing: 'Hãy điền mật khẩu',
		shared: 'Đây là máy dùng chung',
		sharedHint: 'Máy ở quán, thư viện, cơ quan: máy này sẽ không được ghi nhớ. Xong việc, hãy đăng xuất.',
		endedTitle: 'Đăng nhập lại để tiếp tục',
		endedText: 'Phiên làm việc đã hết giờ. Những gì bạn đã điền vẫn còn nguyên.',
		leave: 'Đăng xuất',
	},
	{
		login: 'Phone number or e-mail',
		password: 'Password',
		signIn: 'Sign in',
		signingIn: 'Signing in…',
		loginMissing: 'Fill in your phone number or e-mail',
		passwordMissing: 'Fill in your password',
		shared: 'This is a shared device',
		sharedHint: 'At a café, a library, an office: it will not be remembered. Sign out when you are done.',
		endedTitle: 'Sign in again to go on',
		endedText: 'Your session has ended. What you have filled in is still there.',
		leave: 'Sign out',
	},
);

function useSignIn(onDone: (account: Account) => void, known: string) {
	const [login, setLogin] = useState(known);
	const [password, setPassword] = useState('');
	const [shared, setShared] = useState(false);
	const [busy, setBusy] = useState(false);
	const [attempt, setAttempt] = useState(0);
	const [problem, setProblem] = useState<ProblemError | null>(null);
	// a login that is known already leaves only the password to type
	useEffect(() => {
		if (known) document.getElementById(fieldId('password'))?.focus();
	}, []);
	const missing = {
		login: attempt > 0 && !asText(login) ? t('loginMissing') : undefined,
		password: attempt > 0 && !password ? t('passwordMissing') : undefined,
	};

	const submit = async (event: Event) => {
		event.preventDefault();
		if (busy) return;
		setAttempt(attempt + 1);
		setProblem(null);
		if (!asText(login) || !password) return;
		setBusy(true);
		try {
			onDone(await signIn(asText(login), password, shared));
		} catch (error) {
			setProblem(asProblem(error));
			setAttempt((count) => count + 1);
		} finally {
			setBusy(false);
		}
	};
	return { login, setLogin, password, setPassword, shared, setShared, busy, attempt, problem, missing, submit };
}

export function SignInForm({ onDone, known = '' }: { onDone: (account: Account) => void; known?: string }) {
	const form = useSignIn(onDone, known);
	const { login, setLogin, password, setPassword, shared, setShared, busy, attempt, problem, missing, submit } = form;
	const items = [
		...(missing.login ? [{ id: fieldId('login'), message: missing.login }] : []),
		...(missing.password ? [{ id: fieldId('password'), message: missing.password }] : []),
		...(problem
			? [{ id: problem.code === 'login-failed' ? fieldId('login') : undefined, message: problem.words }]
			: []),
	];
	return (
		<form onSubmit={submit} noValidate>
			<ErrorSummary items={items} attempt={attempt} />
			<TextField
				name="login"
				label={t('login')}
				autocomplete="username"
				inputMode="email"
				value={login}
				onInput={setLogin}
				error={missing.login}
			/>
			<PasswordField
				name="password"
				label={t('password')}
				autocomplete="current-password"
				value={password}
				onInput={setPassword}
				error={missing.password}
			/>
			<CheckboxField name="shared" label={t('shared')} hint={t('sharedHint')} checked={shared} onInput={setShared} />
			<div class="buttons">
				<Button type="submit" busy={busy}>
					{busy ? t('signingIn') : t('signIn')}
				</Button>
			</div>
		</form>
	);
}

/** Place it once, at the root of a client. onOther: somebody else signed in; the page is not theirs. */
export function SessionEnded({ onOther, onLeave }: { onOther: () => void; onLeave: () => void }) {
	if (!ended.value) return null;
	const before = account.value;
	return (
		<Modal title={t('endedTitle')}>
			<p>{t('endedText')}</p>
			<SignInForm
				known={before?.phone ?? before?.email ?? ''}
				onDone={(now) => {
					ended.value = false;
					if (before && now.id !== before.id) onOther();
				}}
			/>
			<Button
				kind="quiet"
				onClick={async () => {
					await signOut();
					onLeave();
				}}
			>
				{t('leave')}
			</Button>
		</Modal>
	);
}

/** Keeps tabs of one client in step: signing in or out in one of them shows in all. Call once at the start. */
export function followOtherTabs(key: string): void {
	addEventListener('storage', (event) => {
		if (event.key !== key) return;
		const wasIn = event.oldValue !== null;
		const isIn = event.newValue !== null;
		if (isIn && (!wasIn || ended.value)) void loadAccount().catch(() => undefined);
		if (!isIn && account.value) ended.value = true;
	});
}
