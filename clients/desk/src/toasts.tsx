// What just worked, for a while, with a way back or onward where there is one. The message stays long enough to be read
// and never takes the focus.
import { signal } from '@preact/signals';
import { Button } from '@motcua/shared/components/Button.tsx';
import { t } from './messages.ts';

interface Toast {
	id: number;
	text: string;
	action?: { label: string; run: () => void };
}

const LASTS = 12_000;
/** The newest alone: the way back of an older one may be closed by what came after. */
const shown = signal<Toast | null>(null);
let count = 0;

function drop(id: number): void {
	if (shown.value?.id === id) shown.value = null;
}

export function toast(text: string, action?: Toast['action']): void {
	const id = ++count;
	shown.value = { id, text, ...(action ? { action } : {}) };
	setTimeout(() => drop(id), LASTS);
}

export function Toasts() {
	const entry = shown.value;
	return (
		<div class="toasts" role="status">
			{entry && (
				<div class="toast" key={entry.id}>
					<span>✓ {entry.text}</span>
					{entry.action && (
						<Button
							kind="quiet"
							onClick={() => {
								drop(entry.id);
								entry.action!.run();
							}}
						>
							{entry.action.label}
						</Button>
					)}
					<Button kind="quiet" aria-label={t('dismiss')} onClick={() => drop(entry.id)}>
						✕
					</Button>
				</div>
			)}
		</div>
	);
}
