// Why a step was taken: the reason in the reader's language, the law on which it rests, and what was written beside.
import type { Ground } from '../api/types.ts';
import { pick } from '../i18n/index.ts';

export function Why({ ground, said }: { ground?: Ground | null; said?: string | null }) {
	return (
		<>
			{ground && (
				<p>
					{pick(ground.name, ground.name_en)}
					{ground.basis && <span class="soft small"> ({ground.basis})</span>}
				</p>
			)}
			{said && (
				<p class="prose" lang="vi">
					{said}
				</p>
			)}
		</>
	);
}
