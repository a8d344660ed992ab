// The name of this portal, and the links that more than one page has.
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

export const to = {
	procedure: (code: string) => `/thu-tuc/${encodeURIComponent(code)}`,
	search: (q: string) => `/thu-tuc?q=${encodeURIComponent(q)}`,
	start: (code: string) => `/nop/${encodeURIComponent(code)}`,
	dossier: (id: string) => `/ho-so/${id}`,
	filing: (id: string, step: string) => `/ho-so/${id}/khai/${encodeURIComponent(step)}`,
	submitted: (id: string) => `/ho-so/${id}/da-nop`,
	queued: (id: string) => `/ho-so/${id}/cho-nop`,
	pay: (id: string) => `/ho-so/${id}/nop-phi`,
	supplement: (id: string) => `/ho-so/${id}/bo-sung`,
	signIn: (next: string) => `/dang-nhap?tiep=${encodeURIComponent(next)}`,
	signUp: (next: string) => `/dang-ky?tiep=${encodeURIComponent(next)}`,
};

/** Where to go after signing in: a path of ours, whatever the address says. */
export function nextOf(query: URLSearchParams): string {
	const next = query.get('tiep') ?? '';
	return /^\/(?![/\\])/.test(next) ? next : '/ho-so';
}
