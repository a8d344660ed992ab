// A deadline by word and shape, with the moment itself beside it.
import type { WorkingTime } from '@motcua/shared/api/types.ts';
import { dueOf, standing, type DueShape } from '@motcua/shared/words/due.ts';
import { formatTime } from '@motcua/shared/i18n/format.ts';

function Mark({ shape }: { shape: DueShape }) {
	return (
		<svg class="due__mark" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
			{shape === 'late' && (
				<path d="M8 1.5 15.5 14.5H.5z M7.2 6v4.2h1.6V6z M7.2 11.4v1.6h1.6v-1.6z" fill-rule="evenodd" />
			)}
			{shape === 'soon' && (
				<path
					d="M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 1.6v5.4l4 2.4-.8 1.2L6.6 8.8V2.6z"
					fill-rule="evenodd"
				/>
			)}
			{shape === 'fine' && (
				<path
					d="M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 1.6a5.4 5.4 0 1 1 0 10.8A5.4 5.4 0 0 1 8 2.6z"
					fill-rule="evenodd"
				/>
			)}
			{shape === 'none' && <path d="M3 7.2h10v1.6H3z" />}
		</svg>
	);
}

interface Props {
	at: string | null | undefined;
	/** Of the unit that works on it. */
	hours: WorkingTime | undefined;
	/** The time limit does not run now. */
	stands?: boolean | undefined;
	/** The step is done or nobody is late with it any more; only the moment counts. */
	quiet?: boolean;
}

export function DueTag({ at, hours, stands, quiet = false }: Props) {
	const due = stands ? standing() : dueOf(at, hours);
	if (quiet) return <span class="due due--none">{at ? formatTime(at) : due.text}</span>;
	return (
		<span class={`due due--${due.shape}`} title={at ? formatTime(at) : undefined}>
			<Mark shape={due.shape} />
			{due.text}
		</span>
	);
}
