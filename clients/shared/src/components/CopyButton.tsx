// Puts a text on the clipboard and says that it did.
import { browser } from '../base/browser.ts';
import { useState } from 'preact/hooks';
import { ts } from '../i18n/shared.ts';
import { Button } from './Button.tsx';

async function copy(text: string): Promise<boolean> {
	try {
		await browser.clipboard()!.writeText(text);
		return true;
	} catch {
		// plain http, or the browser asks for another way
		const area = document.createElement('textarea');
		area.value = text;
		area.className = 'visually-hidden';
		document.body.append(area);
		area.select();
		const done = document.execCommand('copy');
		area.remove();
		return done;
	}
}

/** what: names the thing for screen readers, e.g. "số tiền". */
export function CopyButton({ text, what }: { text: string; what: string }) {
	const [done, setDone] = useState(false);
	return (
		<Button
			kind="quiet"
			onClick={async () => {
				if (!(await copy(text))) return;
				setDone(true);
				setTimeout(() => setDone(false), 3000);
			}}
		>
			<span role="status">{done ? ts('copied') : ts('copy')}</span>
			<span class="visually-hidden"> {what}</span>
		</Button>
	);
}
