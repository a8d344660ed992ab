// Hands a downloaded file to the person.
import { browser } from '../base/browser.ts';

export function saveBlob(blob: Blob, name: string): void {
	const url = browser.showBlob(blob);
	if (!url) return;
	const link = document.createElement('a');
	link.href = url;
	link.download = name;
	document.body.append(link);
	link.click();
	link.remove();
	setTimeout(() => browser.forgetBlob(url), 60_000);
}
