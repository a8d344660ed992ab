import '@motcua/shared/style/all.css';
import './desk.css';
import './queue/queue.css';
import './dossier/dossier.css';
import './system/system.css';
import './undelivered/undelivered.css';
import { useScope } from '@motcua/shared/api/client.ts';
import { start } from '@motcua/shared/components/start.tsx';
import { Desk } from './desk.tsx';

useScope('desk');
start({ base: '/desk', session: 'motcua.session.desk', app: <Desk /> });
