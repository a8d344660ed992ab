// Whether the device has a connection.
import { useEffect, useState } from 'preact/hooks';

/** Whether the device believes that it has a connection. */
export function useOnline(): boolean {
	const [online, setOnline] = useState(() => globalThis.navigator?.onLine !== false);
	useEffect(() => {
		const change = () => setOnline(navigator.onLine);
		addEventListener('online', change);
		addEventListener('offline', change);
		return () => {
			removeEventListener('online', change);
			removeEventListener('offline', change);
		};
	}, []);
	return online;
}
