// A new account in two short steps; the second may be left blank.
import { asPersonalId, asPhone, asText } from '@motcua/shared/base/as-typed.ts';
import { createAccount, signIn } from '@motcua/shared/api/identity.ts';
import { asProblem, type ProblemError } from '@motcua/shared/api/problem.ts';
import { Button } from '@motcua/shared/components/Button.tsx';
import { ErrorSummary, type SummaryItem } from '@motcua/shared/components/ErrorSummary.tsx';
import { fieldId, PasswordField, TextField } from '@motcua/shared/components/Field.tsx';
import { catalogue } from '@motcua/shared/i18n/index.ts';
import { ts } from '@motcua/shared/i18n/shared.ts';
import { Link, navigate, place } from '@motcua/shared/router/place.tsx';
import { useState } from 'preact/hooks';
import { nextOf, to } from '../to.ts';
import { Title } from '../Title.tsx';

const t = catalogue(
	{
		title: 'Tạo tài khoản',
		more: 'Thêm thông tin để điền sẵn tờ khai',
		moreText: 'Bạn có thể bỏ trống. Điền thì sau này đỡ phải gõ lại.',
		name: 'Họ, chữ đệm, tên',
		nameHint: 'Ghi đủ dấu, như trên thẻ căn cước.',
		phone: 'Số điện thoại',
		phoneHint: 'Dùng để đăng nhập và nhận tin báo.',
		password: 'Mật khẩu',
		passwordHint: 'Từ 10 ký tự. Một câu dài dễ nhớ là tốt nhất, ví dụ: con mèo thích ăn cá kho.',
		personalId: 'Số định danh cá nhân',
		personalIdHint: '12 chữ số trên thẻ căn cước.',
		email: 'Thư điện tử',
		emailHint: 'Để nhận tin báo qua thư.',
		next: 'Tiếp tục',
		create: 'Tạo tài khoản',
		creating: 'Đang tạo…',
		back: 'Quay lại',
		shortPassword: 'Mật khẩu cần ít nhất 10 ký tự',
		have: 'Đã có tài khoản?',
		signIn: 'Đăng nhập',
		privacy: 'Chúng tôi chỉ dùng thông tin này để giải quyết hồ sơ của bạn.',
	},
	{
		title: 'Make an account',
		more: 'A little more, so that forms fill themselves',
		moreText: 'You may leave this blank. It saves typing later.',
		name: 'Full name',
		nameHint: 'As on your identity card, with accents.',
		phone: 'Phone number',
		phoneHint: 'For signing in and for messages.',
		password: 'Password',
		passwordHint: 'At least 10 characters. A long phrase is best.',
		personalId: 'Personal identification number',
		personalIdHint: 'The 12 digits on your identity card.',
		email: 'E-mail',
		emailHint: 'For messages by mail.',
		next: 'Continue',
		create: 'Make the account',
		creating: 'Making it…',
		back: 'Back',
		shortPassword: 'The password needs at least 10 characters',
		have: 'Have an account already?',
		signIn: 'Sign in',
		privacy: 'We use this only to handle your dossiers.',
	},
);

type Name = 'full_name' | 'phone' | 'password' | 'personal_id' | 'email';
const LABELS = { full_name: 'name', phone: 'phone', password: 'password', personal_id: 'personalId', email: 'email' } as const;
const FIRST: readonly Name[] = ['full_name', 'phone', 'password'];

function faultOf(name: Name, value: string): string | undefined {
	const text = asText(value);
	switch (name) {
		case 'full_name':
			return text.length < 2 ? ts('fieldMissing', t('name')) : undefined;
		case 'phone':
			return asPhone(text) ? undefined : ts('wrongPhone');
		case 'password':
			return [...value].length < 10 ? t('shortPassword') : undefined;
		case 'personal_id':
			return !text || asPersonalId(text) ? undefined : ts('wrongPersonalId');
		case 'email':
			return !text || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? undefined : ts('wrongEmail');
	}
}

type Values = Record<Name, string>;

/** Makes the account and signs in; the service's phone number is the one it was made with. */
async function register(values: Values): Promise<void> {
	const phone = asPhone(values.phone) ?? values.phone;
	const email = asText(values.email);
	const personalId = asPersonalId(values.personal_id);
	await createAccount({
		full_name: asText(values.full_name),
		phone,
		password: values.password,
		...(email ? { email } : {}),
		...(personalId ? { personal_id: personalId } : {}),
	});
	await signIn(phone, values.password);
}

function useSignUp(next: string) {
	const [values, setValues] = useState<Values>({ full_name: '', phone: '', password: '', personal_id: '', email: '' });
	const [attempt, setAttempt] = useState(0);
	const [problem, setProblem] = useState<ProblemError | null>(null);
	const [busy, setBusy] = useState(false);
	// somebody who opens the second step alone has nothing to make an account of
	const firstDone = FIRST.every((name) => !faultOf(name, values[name]));
	const second = place.value.query.get('buoc') === '2' && firstDone;
	const names: readonly Name[] = second ? ['personal_id', 'email'] : FIRST;
	const theirs = new Map((problem?.items ?? []).map((item) => [item.pointer.slice(1), item.detail]));
	const faults = new Map(
		names.map((name) => [name, (attempt > 0 ? faultOf(name, values[name]) : undefined) ?? theirs.get(name)]),
	);

	const create = async () => {
		setBusy(true);
		setProblem(null);
		try {
			await register(values);
			navigate(next, { replace: true });
		} catch (error) {
			const found = asProblem(error);
			setProblem(found);
			setAttempt((count) => count + 1);
			const first = found.items.some((item) => FIRST.includes(item.pointer.slice(1) as Name));
			if (first) navigate(to.signUp(next), { replace: true });
		} finally {
			setBusy(false);
		}
	};
	const submit = (event: Event) => {
		event.preventDefault();
		if (busy) return;
		setAttempt(attempt + 1);
		if (names.some((name) => faultOf(name, values[name]))) return;
		if (second) return void create();
		setAttempt(0);
		setProblem(null);
		navigate(`${to.signUp(next)}&buoc=2`);
	};
	/** What a field of the form is given: its value, what is wrong with it, and where what is typed goes. */
	const box = (name: Name) => ({
		name,
		value: values[name],
		error: faults.get(name),
		onInput: (value: string) => {
			setValues({ ...values, [name]: value });
			if (theirs.has(name)) setProblem(null);
		},
	});
	return { second, names, faults, problem, attempt, busy, submit, box };
}

type SignUpForm = ReturnType<typeof useSignUp>;

function First({ box }: Pick<SignUpForm, 'box'>) {
	return (
		<>
			<TextField {...box('full_name')} label={t('name')} hint={t('nameHint')} autocomplete="name" />
			<TextField
				{...box('phone')}
				label={t('phone')}
				hint={t('phoneHint')}
				type="tel"
				kind="phone"
				inputMode="tel"
				autocomplete="tel"
			/>
			<PasswordField
				{...box('password')}
				label={t('password')}
				hint={t('passwordHint')}
				autocomplete="new-password"
			/>
			<p class="soft">{t('privacy')}</p>
		</>
	);
}

function Second({ box }: Pick<SignUpForm, 'box'>) {
	const [id, email] = [box('personal_id'), box('email')];
	return (
		<>
			<p>{t('moreText')}</p>
			<TextField
				{...id}
				label={t('personalId')}
				hint={t('personalIdHint')}
				optional
				kind="personal_id"
				inputMode="numeric"
			/>
			<TextField
				{...email}
				label={t('email')}
				hint={t('emailHint')}
				optional
				type="email"
				inputMode="email"
				autocomplete="email"
			/>
		</>
	);
}

export default function SignUp() {
	const next = nextOf(place.value.query);
	const { second, names, faults, problem, attempt, busy, submit, box } = useSignUp(next);
	const summary: SummaryItem[] = names.flatMap((name) =>
		faults.get(name) ? [{ id: fieldId(name), label: t(LABELS[name]), message: faults.get(name)! }] : [],
	);
	if (problem && summary.length === 0) summary.push({ message: problem.words });
	return (
		<form onSubmit={submit} noValidate>
			<Title text={second ? t('more') : t('title')} />
			<ErrorSummary items={summary} attempt={attempt} />
			{second ? <Second box={box} /> : <First box={box} />}
			<div class="buttons">
				<Button type="submit" busy={busy}>
					{!second ? t('next') : busy ? t('creating') : t('create')}
				</Button>
				{second && (
					<Button kind="quiet" onClick={() => history.back()}>
						{t('back')}
					</Button>
				)}
			</div>
			{!second && (
				<p>
					{t('have')} <Link to={to.signIn(next)}>{t('signIn')}</Link>
				</p>
			)}
		</form>
	);
}
