// When something is promised, in words: as an estimate while days off on the way are not published yet.
import { formatDate, formatTime } from '../i18n/format.ts';
import { catalogue } from '../i18n/index.ts';

const t = catalogue({ about: (time: string) => `${time} (dự kiến)` }, { about: (time: string) => `${time} (estimated)` });

export function promisedTime(at: string, estimated: boolean | undefined): string {
	return estimated ? t('about', formatTime(at)) : formatTime(at);
}

export function promisedDate(at: string, estimated: boolean | undefined): string {
	return estimated ? t('about', formatDate(at)) : formatDate(at);
}
