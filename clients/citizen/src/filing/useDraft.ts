// One draft for as long as its pages are on the screen.
import type { Load } from '@motcua/shared/components/load.ts';
import type { Account } from '@motcua/shared/api/types.ts';
import { Draft } from '@motcua/shared/draft/draft.ts';
import { ended } from '@motcua/shared/api/session.ts';
import { useEffect, useState } from 'preact/hooks';

export function useDraft(id: string, me: Account): Load<Draft> {
	const [state, setState] = useState<{ value: Draft | null; error: unknown }>({ value: null, error: null });
	const [attempt, setAttempt] = useState(0);
	useEffect(() => {
		let current = true;
		let opened: Draft | null = null;
		setState({ value: null, error: null });
		Draft.open(id, me.id).then(
			(draft) => {
				opened = draft;
				if (current) setState({ value: draft, error: null });
				else draft.close();
			},
			(error: unknown) => current && setState({ value: null, error }),
		);
		return () => {
			current = false;
			// what is being typed leaves with the page; what cannot is on this device
			void opened?.autosave.flush().finally(() => opened?.close());
		};
	}, [id, me.id, attempt]);
	useEffect(() => {
		const { value: draft } = state;
		if (!draft) return;
		const retry = () => draft.autosave.retry();
		addEventListener('online', retry);
		const watch = ended.subscribe((gone) => !gone && retry());
		return () => {
			removeEventListener('online', retry);
			watch();
		};
	}, [state.value]);
	return { ...state, reload: () => setAttempt(attempt + 1) };
}
