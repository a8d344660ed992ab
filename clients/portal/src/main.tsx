import '@motcua/shared/style/all.css';
import '@motcua/citizen/citizen.css';
import './portal.css';
import { loadAccount } from '@motcua/shared/api/identity.ts';
import { start } from '@motcua/shared/components/start.tsx';
import { App } from './App.tsx';

// a page that needs the account says so itself when it cannot be found out
loadAccount().catch(() => undefined);
start({ base: '', session: 'motcua.session.citizen', app: <App /> });
