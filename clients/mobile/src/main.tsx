import '@motcua/shared/tokens.css';
import '@motcua/shared/base.css';
import '@motcua/shared/components.css';
import '@motcua/shared/journey/journey.css';
import './mobile.css';
import { startAccount } from '@motcua/shared/journey/known-account.ts';
import { followOtherTabs } from '@motcua/shared/components/SignIn.tsx';
import { showLanguage } from '@motcua/shared/i18n/index.ts';
import { startRouter } from '@motcua/shared/router.tsx';
import { render } from 'preact';
import { App } from './app.tsx';
import { rememberInstall } from './install.ts';
import { registerWorker } from './worker/register.ts';

showLanguage();
startRouter('/m');
followOtherTabs('motcua.session.citizen');
rememberInstall();
registerWorker();

void startAccount();
render(<App />, document.getElementById('app')!);
