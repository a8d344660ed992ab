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
const toasts = signal<Toast[]>([]);
let count = 0;

function drop(id: number): void {
	toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

export function toast(text: string, action?: Toast['action']): void {
	const id = ++count;
	toasts.value = [...toasts.value.slice(-2), { id, text, ...(action ? { action } : {}) }];
	setTimeout(() => drop(id), LASTS);
}

export function Toasts() {
	return (
		<div class="toasts" role="status">
			{toasts.value.map((entry) => (
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
			))}
		</div>
	);
}
