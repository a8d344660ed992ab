// The frame of the desk: who is signed in, the one search box, the pages, and what lies over them.
import { loadAccount, signOut } from '@motcua/shared/api/identity.ts';
import { Button } from '@motcua/shared/components/Button.tsx';
import { LanguageSwitch } from '@motcua/shared/components/LanguageSwitch.tsx';
import { OfflineBar } from '@motcua/shared/components/Offline.tsx';
import { SessionEnded } from '@motcua/shared/components/SignIn.tsx';
import { Failure, Loading } from '@motcua/shared/components/Waiting.tsx';
import { Heading } from '@motcua/shared/components/Heading.tsx';
import { Router, type Route } from '@motcua/shared/components/Router.tsx';
import { hrefOf, Link, navigate, place } from '@motcua/shared/router/place.tsx';
import { account } from '@motcua/shared/api/session.ts';
import { useEffect, useRef, useState } from 'preact/hooks';
import addresses from './addresses.json';
import { KeysDialog } from './keys.tsx';
import { product, t } from './messages.ts';
import { queue } from './queue/queue.ts';
import { Search, sought } from './queue/search.tsx';
import { SignInPage } from './sign-in.tsx';
import { useShortcuts } from './shortcuts.ts';
import { Toasts } from './toasts.tsx';
import { to } from './to.ts';

const routes: Route[] = [
	{ pattern: addresses.queue, load: () => import('./queue/page.tsx') },
	{ pattern: addresses.search, load: () => import('./queue/found.tsx') },
	{ pattern: addresses.system, load: () => import('./system/page.tsx') },
	{ pattern: addresses.undelivered, load: () => import('./undelivered/page.tsx') },
	{ pattern: addresses.dossier, load: () => import('./dossier/page.tsx') },
];

function NotFound() {
	return (
		<div class="page">
			<Heading text={t('notFound')} site={product()} />
			<p>
				<Link to={to.queue}>{t('back')}</Link>
			</p>
		</div>
	);
}

/** What the one before had on the screen, and looked for, is nothing to the next. */
function forget(): void {
	queue.clear();
	sought.value = '';
}

async function leave(): Promise<void> {
	try {
		await signOut();
	} catch {
		// the session is gone from this device; the service ends it by itself in time
	}
	forget();
}

function Person() {
	const me = account.value!;
	const units = me.units ?? [];
	return (
		<details class="person">
			<summary class="person__summary">
				<span class="person__name">{me.full_name}</span>
				<span class="person__units">
					{units.length === 1 ? units[0]!.name : units.length > 1 ? t('units', units.length) : ''}
				</span>
			</summary>
			<div class="person__panel">
				{me.position && <p>{me.position}</p>}
				{units.length > 0 && (
					<ul class="person__list">
						{units.map((unit) => (
							<li key={unit.code}>
								{unit.name} <span class="code soft">{unit.code}</span>
							</li>
						))}
					</ul>
				)}
				<p class="person__buttons">
					<LanguageSwitch />
					<Button kind="secondary" onClick={() => void leave()}>
						{t('signOut')}
					</Button>
				</p>
			</div>
		</details>
	);
}

/** What an administrator looks after, who searches no dossiers. */
function AdminPages() {
	const pages = [
		[to.queue, t('adminQueue')],
		[to.system, t('adminSystem')],
		[to.undelivered, t('adminUndelivered')],
	] as const;
	return (
		<nav class="head__pages" aria-label={t('adminPages')}>
			{pages.map(([path, name]) => (
				<Link key={path} to={path} class="tab" aria-current={place.value.path === path ? 'page' : undefined}>
					{name}
				</Link>
			))}
		</nav>
	);
}

function Header({ onKeys }: { onKeys: () => void }) {
	return (
		<header class="head">
			<Link to={to.queue} class="head__mark">
				<img src={hrefOf('/site/logo.svg')} alt="" width="28" height="28" />
				<span>{product()}</span>
			</Link>
			{account.value?.role === 'admin' ? <AdminPages /> : <Search />}
			<button type="button" class="head__keys" onClick={onKeys} aria-label={t('keys')} title={t('keys')}>
				<kbd>?</kbd>
			</button>
			<Person />
		</header>
	);
}

/** A citizen's account has nothing to do here. */
function WrongRole() {
	return (
		<main class="alone" id="main">
			<Heading text={t('citizenHere')} site={product()} />
			<p>{t('citizenHereText')}</p>
			<div class="buttons">
				<a class="button" href="/">
					{t('toPortal')}
				</a>
				<Button kind="secondary" onClick={() => void leave()}>
					{t('signOut')}
				</Button>
			</div>
		</main>
	);
}

function Workplace() {
	const [keys, setKeys] = useState(false);
	useShortcuts({
		'?': () => setKeys(true),
		'/': () => document.getElementById('search')?.focus(),
		g: () => navigate(to.queue),
	});
	return (
		<>
			<a class="skip-link" href="#main">
				{t('skip')}
			</a>
			<OfflineBar />
			<Header onKeys={() => setKeys(true)} />
			<main id="main" tabIndex={-1}>
				<Router routes={routes} missing={NotFound} />
			</main>
			<Toasts />
			{keys && <KeysDialog onClose={() => setKeys(false)} />}
			<SessionEnded onOther={() => navigate(to.queue)} onLeave={forget} />
		</>
	);
}

export function Desk() {
	const [error, setError] = useState<unknown>(null);
	const who = useRef<string | null>(null);
	const load = () => {
		setError(null);
		loadAccount().catch(setError);
	};
	useEffect(load, []);

	const me = account.value;
	// another person at the same screen must not see what the one before had loaded
	useEffect(() => {
		if (me && who.current && who.current !== me.id) forget();
		if (me) who.current = me.id;
	}, [me?.id]);

	if (error) {
		return (
			<main class="alone">
				<Failure error={error} onRetry={load} />
			</main>
		);
	}
	if (me === undefined) return <Loading />;
	if (me === null) return <SignInPage />;
	return me.role === 'citizen' ? <WrongRole /> : <Workplace />;
}
