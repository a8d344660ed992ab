import '@motcua/shared/style/all.css';
import '@motcua/citizen/citizen.css';
import './portal.css';
import { loadAccount } from '@motcua/shared/api/identity.ts';
import { startSite } from '@motcua/shared/api/site.ts';
import { followOtherTabs } from '@motcua/shared/components/SignIn.tsx';
import { startRouter } from '@motcua/shared/router/place.tsx';
import { render } from 'preact';
import { App } from './App.tsx';

startSite();
startRouter('');
followOtherTabs('motcua.session.citizen');
// a page that needs the account says so itself when it cannot be found out
loadAccount().catch(() => undefined);
render(<App />, document.getElementById('app')!);
