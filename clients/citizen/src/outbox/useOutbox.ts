// Opens the outbox of whoever is signed in and runs it when the page opens and whenever the connection is back.
import { browser } from '@motcua/shared/base/browser.ts';
import { useEffect } from 'preact/hooks';
import { ended } from '@motcua/shared/api/session.ts';
import { fileWaiting } from './file-waiting.ts';
import { openOutbox, outbox } from './outbox.ts';

export function useOutbox(accountId: string | undefined): void {
	useEffect(() => {
		if (!accountId) {
			outbox.value = null;
			return;
		}
		const opened = openOutbox(accountId, (dossierId, feeTotal) => fileWaiting(dossierId, feeTotal, accountId));
		const run = () => {
			if (browser.online()) void opened.run();
		};
		run();
		addEventListener('online', run);
		const watch = ended.subscribe((gone) => !gone && run());
		return () => {
			removeEventListener('online', run);
			watch();
		};
	}, [accountId]);
}
