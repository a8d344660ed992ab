// What stands in place of content: loading, nothing there, could not be loaded.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { asProblem } from '../api/problem.ts';
import { ts } from '../i18n/shared.ts';
import { Button } from './Button.tsx';
import { Notice } from './Notice.tsx';

/** Shows itself only when waiting lasts, so that quick answers do not flicker. */
export function Loading({ label }: { label?: string }) {
	const [shown, setShown] = useState(false);
	useEffect(() => {
		const timer = setTimeout(() => setShown(true), 300);
		return () => clearTimeout(timer);
	}, []);
	return (
		<div class="loading" role="status">
			{shown && (
				<>
					<span class="loading__mark" aria-hidden="true" />
					<span>{label ?? ts('loading')}</span>
				</>
			)}
		</div>
	);
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
	return (
		<div class="empty">
			<p class="lead">{title}</p>
			{children}
		</div>
	);
}

/** A failure: what happened, what to do, and a button when trying again can help. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
	const problem = asProblem(error);
	return (
		<Notice kind="bad" title={problem.title} live>
			{problem.detail && <p>{problem.detail}</p>}
			{problem.items.length > 0 && (
				<ul>
					{problem.items.map((item) => (
						<li key={item.pointer + item.code}>{item.detail}</li>
					))}
				</ul>
			)}
			{onRetry && problem.retryable && (
				<p>
					<Button kind="secondary" onClick={onRetry}>
						{ts('tryAgain')}
					</Button>
				</p>
			)}
		</Notice>
	);
}
