// Opens a PDF made by the service in a tab of its own, to be read and printed. The tab is opened at once, while the click
// still counts as one, and filled when the bytes are there; where the browser opens none, the file is saved instead.
import { browser } from '@motcua/shared/base/browser.ts';
import { saveBlob } from '@motcua/shared/device/download.ts';

export async function openPdf(load: () => Promise<Blob>, name: string): Promise<void> {
	const tab = open('', '_blank');
	try {
		const bytes = await load();
		const pdf = bytes.slice(0, bytes.size, 'application/pdf');
		const url = tab && browser.showBlob(pdf);
		if (!url) {
			tab?.close();
			saveBlob(pdf, name);
			return;
		}
		tab.location.replace(url);
		setTimeout(() => browser.forgetBlob(url), 60_000);
	} catch (error) {
		tab?.close();
		throw error;
	}
}
