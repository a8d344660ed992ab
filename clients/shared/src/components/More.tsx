// Below a list that comes in pages: the button for the next one.
import { ts } from '../i18n/shared.ts';
import { Button } from './Button.tsx';
import type { Paged } from './load.ts';
import { Failure } from './Waiting.tsx';

export function More({ list }: { list: Pick<Paged<unknown>, 'more' | 'busy' | 'moreError'> }) {
	const { more, busy, moreError } = list;
	if (!more) return null;
	return (
		<>
			{moreError !== null && <Failure error={moreError} onRetry={more} />}
			<Button kind="secondary" busy={busy} onClick={more}>
				{ts('more')}
			</Button>
		</>
	);
}
