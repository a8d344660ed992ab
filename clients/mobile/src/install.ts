// Putting the app on the home screen, where the browser offers it.
import { signal } from '@preact/signals';

/** Not in the standard library: browsers built on Chromium only. */
interface InstallPrompt extends Event {
	prompt: () => Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

const offered = signal<InstallPrompt | null>(null);

/** Whether there is something to offer now. */
export const installable = (): boolean => offered.value !== null;

export function rememberInstall(): void {
	addEventListener('beforeinstallprompt', (event) => {
		event.preventDefault();
		offered.value = event as InstallPrompt;
	});
	addEventListener('appinstalled', () => (offered.value = null));
}

export async function install(): Promise<void> {
	const prompt = offered.value;
	if (!prompt) return;
	// it can be shown once; the browser offers another one when it sees fit
	offered.value = null;
	await prompt.prompt();
}
