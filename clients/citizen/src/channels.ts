// The ways of filing and of getting a result, in words.
import type { Channel } from '@motcua/shared/api/types.ts';
import { pick } from '@motcua/shared/i18n/index.ts';
import { channels } from '@motcua/shared/vocabulary/channels.ts';

export const channelName = (channel: Channel): string => pick(channels[channel].vi, channels[channel].en);
export const returnName = (channel: Channel): string => pick(channels[channel].returning.vi, channels[channel].returning.en);
