// The ways of filing and of getting a result, in words.
import type { Channel } from '@motcua/shared/api/types.ts';
import { catalogue } from '@motcua/shared/i18n/index.ts';

const filing = catalogue(
	{ online: 'Qua mạng', counter: 'Tại quầy Một cửa', post: 'Qua bưu điện' },
	{ online: 'Online', counter: 'At the one-stop desk', post: 'By post' },
);

const returning = catalogue(
	{ online: 'Nhận bản điện tử trên trang này', counter: 'Đến quầy Một cửa lấy', post: 'Bưu điện đưa đến nhà' },
	{ online: 'Electronic, on this site', counter: 'Collect at the one-stop desk', post: 'By post to my home' },
);

export const channelName = (channel: Channel): string => filing(channel);
export const returnName = (channel: Channel): string => returning(channel);
