// A fingerprint: its ends for the eye, all of it on demand.
import { shortHash } from '../i18n/format.ts';
import { ts } from '../i18n/shared.ts';

export function Hash({ value }: { value: string }) {
	return (
		<details class="hash">
			<summary>
				{ts('fingerprint')}: <span class="code">{shortHash(value)}</span>
			</summary>
			<p class="code hash__full">{value}</p>
		</details>
	);
}
