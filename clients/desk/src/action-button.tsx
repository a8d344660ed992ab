// A button that says beside it why it could not.
import { asProblem } from '@motcua/shared/api/problem.ts';
import { Button } from '@motcua/shared/components/Button.tsx';
import type { ComponentProps } from 'preact';
import { useState } from 'preact/hooks';

type Kind = ComponentProps<typeof Button>['kind'];

export function ActionButton({ text, kind, run }: { text: string; kind: Kind; run: () => Promise<void> }) {
	const [busy, setBusy] = useState(false);
	const [error, setError] = useState('');
	const press = async () => {
		setBusy(true);
		setError('');
		try {
			await run();
		} catch (failure) {
			setError(asProblem(failure).title);
		}
		setBusy(false);
	};
	return (
		<>
			<Button kind={kind} busy={busy} onClick={() => void press()}>
				{text}
			</Button>
			{error && (
				<p class="field__error" role="alert">
					{error}
				</p>
			)}
		</>
	);
}
