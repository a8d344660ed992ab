// Messages that were refused or given up, for the administrator: what, for whom (masked), since when, why, and trying again.
import { listUndelivered, retryMessage, retryMessages } from '@motcua/shared/api/notifications.ts';
import type { UndeliveredMessage } from '@motcua/shared/api/types.ts';
import { Heading } from '@motcua/shared/components/Heading.tsx';
import { usePages } from '@motcua/shared/components/load.ts';
import { Loaded } from '@motcua/shared/components/Loaded.tsx';
import { More } from '@motcua/shared/components/More.tsx';
import { Empty } from '@motcua/shared/components/Waiting.tsx';
import { formatTime } from '@motcua/shared/i18n/format.ts';
import { causeText, channelName } from '@motcua/shared/words/messages.ts';
import { useState } from 'preact/hooks';
import { ActionButton } from '../action-button.tsx';
import { product, t } from '../messages.ts';
import { toast } from '../toasts.tsx';

function Row({ message, onRetry }: { message: UndeliveredMessage; onRetry: () => Promise<void> }) {
	return (
		<li class="undelivered__item">
			<h2 class="undelivered__title">{message.title ?? t('messageGone')}</h2>
			<dl class="undelivered__facts">
				<div>
					<dt>{t('cause')}</dt>
					<dd class="undelivered__cause">{causeText(message.cause)}</dd>
				</div>
				<div>
					<dt>{t('reader')}</dt>
					<dd>
						{message.full_name}
						<span class="fact__more">
							{t('messageTo', channelName(message.channel), message.address ?? t('noAddress'))}
						</span>
					</dd>
				</div>
				<div>
					<dt>{t('triedSince')}</dt>
					<dd>
						{formatTime(message.created_at ?? message.failed_at)}
						<span class="fact__more">{t('tries', message.attempts)}</span>
					</dd>
				</div>
			</dl>
			<div class="undelivered__retry">
				<ActionButton kind="secondary" text={t('retry')} run={onRetry} />
			</div>
		</li>
	);
}

export default function UndeliveredPage() {
	const [round, setRound] = useState(0);
	const [count, setCount] = useState(0);
	const load = async (cursor: string | undefined) => {
		const page = await listUndelivered({ limit: 30, ...(cursor ? { cursor } : {}) });
		setCount(page.count);
		return page;
	};
	const list = usePages(load, [round]);
	const one = async (id: string) => {
		await retryMessage(id);
		toast(t('retried', 1));
		setRound(round + 1);
	};
	const all = async () => {
		toast(t('retried', await retryMessages()));
		setRound(round + 1);
	};
	return (
		<div class="undelivered">
			<Heading text={t('undelivered')} site={product()} />
			<Loaded found={list}>
				{() =>
					list.items.length === 0 ? (
						<Empty title={t('undeliveredNone')}>
							<p>{t('undeliveredNoneText')}</p>
						</Empty>
					) : (
						<>
							<p>{t('undeliveredWhat')}</p>
							<div class="undelivered__all">
								<p>{t('undeliveredCount', count)}</p>
								<ActionButton kind="primary" text={t('retryAll')} run={all} />
							</div>
							<ul class="undelivered__list">
								{list.items.map((message) => (
									<Row key={message.id} message={message} onRetry={() => one(message.id)} />
								))}
							</ul>
							<More list={list} />
						</>
					)
				}
			</Loaded>
		</div>
	);
}
