// Whether the device has a connection.
import { useEffect, useState } from 'preact/hooks';
import { browser } from '../base/browser.ts';

/** Whether the device believes that it has a connection. */
export function useOnline(): boolean {
	const [online, setOnline] = useState(browser.online);
	useEffect(() => {
		const change = () => setOnline(browser.online());
		addEventListener('online', change);
		addEventListener('offline', change);
		return () => {
			removeEventListener('online', change);
			removeEventListener('offline', change);
		};
	}, []);
	return online;
}
