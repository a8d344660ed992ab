// Pages of one's own: whoever is not signed in is asked to, and comes back.
import { loadAccount } from '@motcua/shared/api/identity.ts';
import type { Account } from '@motcua/shared/api/types.ts';
import { Failure, Loading } from '@motcua/shared/components/Waiting.tsx';
import { navigate, place } from '@motcua/shared/router/place.tsx';
import { account } from '@motcua/shared/api/session.ts';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { to } from '../to.ts';

export function SignedIn({ children }: { children: (me: Account) => ComponentChildren }) {
	const me = account.value;
	const [error, setError] = useState<unknown>(null);
	const ask = () => {
		setError(null);
		loadAccount().catch(setError);
	};
	useEffect(() => {
		if (me === undefined) ask();
		if (me !== null) return;
		const { path, query } = place.value;
		const rest = query.toString();
		navigate(to.signIn(rest ? `${path}?${rest}` : path), { replace: true });
	}, [me]);
	if (me) return <>{children(me)}</>;
	return error ? <Failure error={error} onRetry={ask} /> : <Loading />;
}
