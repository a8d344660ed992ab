// The name of this portal.
import { catalogue } from '@motcua/shared/i18n/index.ts';

export const site = catalogue(
	{
		name: 'Một cửa Tỉnh mẫu',
		mark: 'Một cửa',
		province: 'Tỉnh mẫu',
		sample: 'Bản mẫu, không có giá trị pháp lý.',
	},
	{
		name: 'One-stop services, Sample Province',
		mark: 'Một cửa',
		province: 'Sample Province',
		sample: 'A sample, without legal value.',
	},
);
