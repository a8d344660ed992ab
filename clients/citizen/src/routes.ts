// The one table of the citizen's pages: an address (addresses.json, which nginx reads too) and what stands there. A frame
// brings the pages that differ from frame to frame.
import type { Route } from '@motcua/shared/components/Router.tsx';
import addresses from './addresses.json';

type Name = keyof typeof addresses;
type Load = Route['load'];

const pages: Record<Exclude<Name, 'home'>, Load> = {
	procedures: () => import('./find/Search.tsx'),
	procedure: () => import('./find/Procedure.tsx'),
	start: () => import('./filing/Start.tsx'),
	dossiers: () => import('./dossier/List.tsx'),
	claim: () => import('./dossier/Claim.tsx'),
	dossier: () => import('./dossier/Dossier.tsx'),
	filing: () => import('./filing/Filing.tsx'),
	submitted: () => import('./filing/Submitted.tsx'),
	queued: () => import('./outbox/Queued.tsx'),
	pay: () => import('./dossier/Pay.tsx'),
	supplement: () => import('./dossier/Supplement.tsx'),
	notifications: () => import('./account/Notifications.tsx'),
	track: () => import('./dossier/Track.tsx'),
	trackLink: () => import('./dossier/TrackLink.tsx'),
	verify: () => import('./receipt/Verify.tsx'),
	signIn: () => import('./account/SignInPage.tsx'),
	signUp: () => import('./account/SignUp.tsx'),
	account: () => import('./account/AccountPage.tsx'),
	help: () => import('./help/Help.tsx'),
	kept: () => import('./help/Kept.tsx'),
};

/** own: the frame's first page, and pages that it draws in its own way. */
export function routesWith(own: { home: Load } & Partial<Record<Name, Load>>): Route[] {
	const all: Record<Name, Load> = { ...pages, ...own };
	return Object.entries(addresses).map(([name, pattern]) => ({ pattern, load: all[name as Name] }));
}
