// What the people of a dossier were told at each step, and whether it got to them: whom nothing reached the officer calls.
import type { DossierEvent, DossierNotice } from '@motcua/shared/api/types.ts';
import { MessageStates } from '@motcua/shared/components/MessageStates.tsx';
import { formatTime } from '@motcua/shared/i18n/format.ts';
import { causeText } from '@motcua/shared/words/messages.ts';
import { t } from '../messages.ts';

/** A line of the history: an event with what it told, or what was told without one. */
export interface Told {
	key: string;
	at: string;
	event: DossierEvent | null;
	notices: DossierNotice[];
}

/** Both in the order in which they happened; of what is told at once, such as a step and its fee, each in its order. */
export function historyOf(events: readonly DossierEvent[], notices: readonly DossierNotice[]): Told[] {
	const oldest = [...notices].reverse();
	const lines = events.map((event): Told => ({
		key: event.id,
		at: event.at,
		event,
		notices: oldest.filter((notice) => notice.event_id === event.id),
	}));
	const known = new Set(events.map(({ id }) => id));
	for (const notice of oldest) {
		if (notice.event_id && known.has(notice.event_id)) continue;
		const beside = lines.find((line) => !line.event && line.at === notice.told_at);
		if (beside) beside.notices.push(notice);
		else lines.push({ key: notice.id, at: notice.told_at, event: null, notices: [notice] });
	}
	return lines.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

/** Whether of what was told last nothing got to anybody, and nobody has read it either. */
export function nobodyReached(notices: readonly DossierNotice[]): boolean {
	const last = notices.filter((notice) => notice.told_at === notices[0]!.told_at);
	return last.length > 0 && last.every(({ state, read_at }) => !read_at && (state === 'failed' || state === 'none'));
}

/** Of a notice that has become no messages, as nobody could be written to or its turn has not come. */
function withoutMessages({ state }: DossierNotice): string {
	if (state === 'none') return t('toldNoAddress');
	return state === 'failed' ? t('toldFailed', causeText('given_up')) : t('toldWaiting');
}

/** who: there is more than one reader, so each is named. */
function Notice({ notice, who, what }: { notice: DossierNotice; who: boolean; what: boolean }) {
	const missed = notice.state === 'none' || notice.state === 'failed';
	return (
		<li class="history__notice">
			{(who || what) && (
				<div class="small history__what">
					{[who && notice.full_name, what && notice.title].filter(Boolean).join(': ')}
				</div>
			)}
			{notice.messages.length > 0 ? (
				<MessageStates messages={notice.messages} />
			) : (
				<div class={missed ? 'small messages__failed' : 'small soft'}>
					{missed && <span aria-hidden="true">⚠ </span>}
					{withoutMessages(notice)}
				</div>
			)}
			{notice.read_at && <div class="small soft">{t('toldRead', formatTime(notice.read_at))}</div>}
		</li>
	);
}

export function Notices({ notices }: { notices: readonly DossierNotice[] }) {
	if (notices.length === 0) return null;
	const readers = new Set(notices.map(({ full_name }) => full_name));
	const said = new Set(notices.map(({ title }) => title));
	return (
		<ul class="history__notices" aria-label={t('told')}>
			{notices.map((notice) => (
				<Notice key={notice.id} notice={notice} who={readers.size > 1} what={said.size > 1} />
			))}
		</ul>
	);
}
