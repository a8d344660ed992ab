// Puts a client into its page, in place of the words that the page itself brings (index.html).
import { render, type ComponentChildren } from 'preact';
import { startSite } from '../api/site.ts';
import { hrefOf, startRouter } from '../router/place.tsx';
import { Boundary } from './Boundary.tsx';
import { followOtherTabs } from './SignIn.tsx';

interface Start {
	/** The path under which the client is served, without its closing slash. */
	base: string;
	/** Where its session is kept. */
	session: string;
	app: ComponentChildren;
}

export function start({ base, session, app }: Start): void {
	startRouter(base);
	followOtherTabs(session);
	startSite();
	const root = document.getElementById('app')!;
	root.replaceChildren();
	render(<Boundary home={hrefOf('/')}>{app}</Boundary>, root);
}
