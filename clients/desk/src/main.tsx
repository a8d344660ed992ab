import '@motcua/shared/style/all.css';
import './desk.css';
import './queue/queue.css';
import './dossier/dossier.css';
import { useScope } from '@motcua/shared/api/client.ts';
import { startSite } from '@motcua/shared/api/site.ts';
import { followOtherTabs } from '@motcua/shared/components/SignIn.tsx';
import { startRouter } from '@motcua/shared/router/place.tsx';
import { render } from 'preact';
import { Desk } from './desk.tsx';

useScope('desk');
startRouter('/desk');
startSite();
followOtherTabs('motcua.session.desk');
render(<Desk />, document.getElementById('app')!);
