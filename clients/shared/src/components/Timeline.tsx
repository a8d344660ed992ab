// What happened, step by step; the present step is marked by shape and by aria-current.
import type { ComponentChildren } from 'preact';
import { formatTime } from '../i18n/format.ts';

export interface TimelineStep {
	key: string;
	title: string;
	at?: string | null;
	note?: ComponentChildren;
	phase: 'past' | 'now' | 'ahead';
}

export function Timeline({ steps, label }: { steps: TimelineStep[]; label?: string }) {
	return (
		<ol class="timeline" aria-label={label}>
			{steps.map((step) => (
				<li
					key={step.key}
					class={step.phase === 'past' ? 'timeline__step' : `timeline__step timeline__step--${step.phase}`}
					aria-current={step.phase === 'now' ? 'step' : undefined}
				>
					<div class="timeline__title">{step.title}</div>
					{step.at && (
						<div class="timeline__time">
							<time dateTime={step.at}>{formatTime(step.at)}</time>
						</div>
					)}
					{step.note && <div>{step.note}</div>}
				</li>
			))}
		</ol>
	);
}
