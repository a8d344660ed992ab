// A line at the top while the device has no connection.
import { ts } from '../i18n/shared.ts';
import { useOnline } from '../device/online.ts';

export function OfflineBar() {
	const online = useOnline();
	return (
		<div class="offline" role="status" hidden={online}>
			{!online && ts('offline')}
		</div>
	);
}
