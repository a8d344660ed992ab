// A state by word and shape; the colour only repeats what they say.
import type { DossierEnd, State } from '../api/types.ts';
import { stateName, stateShape, type StateShape } from '../words/states.ts';

function Shape({ shape }: { shape: StateShape }) {
	return (
		<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
			{shape === 'draft' && <circle cx="8" cy="8" r="6" stroke-dasharray="3 2.2" />}
			{shape === 'waiting' && <circle cx="8" cy="8" r="6" />}
			{shape === 'working' && (
				<>
					<circle cx="8" cy="8" r="6" />
					<path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" stroke="none" />
				</>
			)}
			{shape === 'attention' && <path d="M8 2 15 14H1zM8 6.5v3.2M8 11.6v.6" />}
			{shape === 'done' && <path d="m2.5 8.5 3.6 3.6 7.4-8" />}
			{shape === 'closed' && <path d="M3 3 13 13M13 3 3 13" />}
		</svg>
	);
}

export function ShapeTag({ shape, text }: { shape: StateShape; text: string }) {
	return (
		<span class={`state state--${shape}`}>
			<Shape shape={shape} />
			{text}
		</span>
	);
}

export function StateTag({ state, ended }: { state: State; ended?: DossierEnd | null | undefined }) {
	return <ShapeTag shape={stateShape(state)} text={stateName(state, ended)} />;
}
