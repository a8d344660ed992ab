// Says in one line whether what was typed is on the service.
import type { ReadonlySignal } from '@preact/signals';
import type { SaveState } from './autosave.ts';
import { formatClock } from '../i18n/format.ts';
import { ts } from '../i18n/shared.ts';
import { Button } from '../components/Button.tsx';

function text(state: SaveState): string {
	switch (state.kind) {
		case 'idle': return '';
		case 'waiting': return ts('unsaved');
		case 'saving': return ts('saving');
		case 'saved': return ts('savedAt', formatClock(state.at));
		case 'retrying': return ts('saveRetrying');
		case 'signed_out': return ts('saveSignedOut');
		case 'failed': return `${ts('saveFailed')} ${state.error.message}`;
	}
}

const BAD = new Set(['retrying', 'signed_out', 'failed']);

export function SaveStatus({ state, onRetry }: { state: ReadonlySignal<SaveState>; onRetry: () => void }) {
	const bad = BAD.has(state.value.kind);
	return (
		<div class={bad ? 'save-state save-state--bad' : 'save-state'}>
			<span role="status">{text(state.value)}</span>
			{bad && state.value.kind !== 'signed_out' && (
				<Button kind="quiet" onClick={onRetry}>
					{ts('tryAgain')}
				</Button>
			)}
		</div>
	);
}
