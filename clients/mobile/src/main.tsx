import '@motcua/shared/style/all.css';
import '@motcua/citizen/citizen.css';
import './mobile.css';
import { startAccount } from '@motcua/citizen/account/known-account.ts';
import { startSite } from '@motcua/shared/api/site.ts';
import { followOtherTabs } from '@motcua/shared/components/SignIn.tsx';
import { startRouter } from '@motcua/shared/router/place.tsx';
import { render } from 'preact';
import { App } from './app.tsx';
import { rememberInstall } from './install.ts';
import { registerWorker } from './worker/register.ts';

startSite();
startRouter('/m');
followOtherTabs('motcua.session.citizen');
rememberInstall();
registerWorker();

void startAccount();
render(<App />, document.getElementById('app')!);
