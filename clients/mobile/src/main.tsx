import '@motcua/shared/style/all.css';
import '@motcua/citizen/citizen.css';
import './mobile.css';
import { startAccount } from '@motcua/citizen/account/known-account.ts';
import { start } from '@motcua/shared/components/start.tsx';
import { App } from './app.tsx';
import { rememberInstall } from './install.ts';
import { registerWorker } from './worker/register.ts';

rememberInstall();
registerWorker();
void startAccount();
start({ base: '/m', session: 'motcua.session.citizen', app: <App /> });
