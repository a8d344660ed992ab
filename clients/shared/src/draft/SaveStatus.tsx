// Says in one line whether what was typed is on the service, and if not, where it is.
import { Button } from '../components/Button.tsx';
import { store } from '../device/store.ts';
import { formatClock } from '../i18n/format.ts';
import { ts } from '../i18n/shared.ts';
import type { SaveState } from './autosave.ts';
import type { Draft } from './draft.ts';

const begun = (labels: readonly string[]) =>
	labels.length > 0 ? ts('unfinished', labels.map((label) => `“${label}”`).join(', ')) : '';

/** Where it is while the service does not have it. */
const kept = () => (store.durable() ? ts('saveKept') : ts('saveOnPage'));

function text(state: SaveState, unfinished: readonly string[]): string {
	switch (state.kind) {
		case 'waiting':
			return ts('unsaved');
		case 'saving':
			return ts('saving');
		case 'retrying':
			return `${ts('saveRetrying')} ${kept()}`;
		case 'signed_out':
			return `${ts('saveSignedOut')} ${kept()}`;
		case 'failed':
			return `${ts('saveFailed')} ${state.error.message} ${kept()}`;
		case 'idle':
			return begun(unfinished);
		case 'saved':
			return [ts('savedAt', formatClock(state.at)), begun(unfinished)].filter(Boolean).join('. ');
	}
}

const BAD = new Set(['retrying', 'signed_out', 'failed']);

export function SaveStatus({ draft }: { draft: Pick<Draft, 'autosave' | 'unfinished'> }) {
	const { state } = draft.autosave;
	const bad = BAD.has(state.value.kind);
	return (
		<div class={bad ? 'save-state save-state--bad' : 'save-state'}>
			<span role="status">{text(state.value, draft.unfinished.value)}</span>
			{bad && state.value.kind !== 'signed_out' && (
				<Button kind="quiet" onClick={() => draft.autosave.retry()}>
					{ts('tryAgain')}
				</Button>
			)}
		</div>
	);
}
