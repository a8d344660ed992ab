// What became of a message, in words.
import type { MessageState, UndeliveredMessage } from '../api/types.ts';
import { formatTime } from '../i18n/format.ts';
import { catalogue, pick } from '../i18n/index.ts';
import { deliveryCauses } from '../vocabulary/delivery-causes.ts';
import { messageChannels } from '../vocabulary/message-channels.ts';

const t = catalogue(
	{
		waiting: (channel: string) => `Đang chờ gửi ${channel}`,
		again: (channel: string, time: string) => `Chưa gửi được ${channel}, sẽ tự gửi lại chậm nhất lúc ${time}`,
		sent: (channel: string, time: string) => `Đã gửi ${channel} lúc ${time}`,
		delivered: (channel: string, time: string) => `Đã gửi ${channel}, đến máy lúc ${time}`,
		failed: (channel: string, cause: string) => `Chưa gửi được ${channel}: ${cause}`,
	},
	{
		waiting: (channel) => `The ${channel} is to be sent`,
		again: (channel, time) => `The ${channel} could not be sent yet, and goes again by ${time}`,
		sent: (channel, time) => `The ${channel} was sent at ${time}`,
		delivered: (channel, time) => `The ${channel} reached the phone at ${time}`,
		failed: (channel, cause) => `The ${channel} could not be sent: ${cause}`,
	},
);

export const channelName = (channel: MessageState['channel']): string =>
	pick(messageChannels[channel].vi, messageChannels[channel].en);

export const causeText = (cause: UndeliveredMessage['cause']): string =>
	pick(deliveryCauses[cause].vi, deliveryCauses[cause].en);

export function messageText({ channel, state, at, next_at, cause }: MessageState): string {
	const name = channelName(channel).toLowerCase();
	if (state === 'waiting') return next_at ? t('again', name, formatTime(next_at)) : t('waiting', name);
	if (state === 'failed') return t('failed', name, causeText(cause ?? 'refused'));
	return t(state, name, formatTime(at));
}
