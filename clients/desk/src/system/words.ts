// What the page of the system says, and how it writes a figure.
import type { AlertState, SystemFigure } from '@motcua/shared/api/types.ts';
import { formatNumber, formatSize } from '@motcua/shared/i18n/format.ts';
import { catalogue, language, pick } from '@motcua/shared/i18n/index.ts';
import { alerts } from '@motcua/shared/vocabulary/alerts.ts';
import { figures } from '@motcua/shared/vocabulary/figures.ts';
import { limits } from '@motcua/shared/vocabulary/limits.ts';
import { messageChannels } from '@motcua/shared/vocabulary/message-channels.ts';

const vi = {
	readAt: (clock: string) => `Số đo đọc lúc ${clock}, tự cập nhật`,
	notRead: 'Hệ thống vừa khởi động, chưa đọc được số đo nào. Trang này tự cập nhật trong ít giây.',
	old: (clock: string) => `Số đo trên trang này đã cũ, đọc từ lúc ${clock}. Có thể hệ thống đang quá tải.`,
	allGood: 'Mọi việc đang ổn',
	actNow: (count: number) => `Có ${count} việc cần xử lý ngay`,
	attend: (count: number) => `Có ${count} việc cần chú ý`,
	alsoAttend: (count: number) => `Ngoài ra có ${count} việc cần chú ý trong giờ làm việc.`,
	blank: (count: number) => `${count} mục chưa có số đo, vì chưa được thiết lập hoặc lúc này không đọc được.`,
	page: 'Cách xử lý nằm trong sổ tay vận hành, ở trang ghi bên cạnh mỗi việc.',
	silent: 'Không ai được báo qua thư khi có sự cố',
	silentText:
		'Chương trình theo dõi (motcua watch) không chạy, hoặc chưa đọc số đo của hệ thống trong phút vừa qua. ' +
		'Trang này tự đọc số đo nên vẫn đúng. Hãy khởi động lại chương trình theo dõi.',
	conditions: 'Những điều được theo dõi',
	act: 'Cần xử lý ngay',
	attention: 'Cần chú ý',
	good: 'Ổn',
	unknown: 'Chưa có số đo',
	unknownText: 'Phần này chưa được thiết lập, hoặc lúc này không đọc được.',
	most: (value: string) => `ổn khi không quá ${value}`,
	least: (value: string) => `ổn khi không dưới ${value}`,
	zero: 'ổn khi không có',
	since: (time: string) => `Từ ${time}`,
	runbook: 'Trang sổ tay',
	seconds: (count: string) => `${count} giây`,
	minutes: (count: string) => `${count} phút`,
	hours: (count: string) => `${count} giờ`,
	days: (count: string) => `${count} ngày`,
	more: (value: string) => `hơn ${value}`,
	yes: 'Có',
	no: 'Không',
	none: 'Không có số đo nào.',
	service: 'Cổng dịch vụ',
	work: 'Gửi tin và xử lý nền',
	files: 'Tệp, đối chiếu, bản sao',
	database: 'Cơ sở dữ liệu',
	partWork: 'Việc nền',
	partBlobs: 'Tệp đã lưu',
	partUploads: 'Tệp đang tải lên',
	partContents: 'Nội dung tệp',
	partCustody: 'Dấu giao nhận hồ sơ',
	partReceipts: 'Giấy biên nhận',
	partLedger: 'Sổ thu phí',
	partSigner: 'Ký giấy tiếp nhận',
	partWorker: 'Xử lý nền',
	partWatch: 'Theo dõi',
};

const en: { [K in keyof typeof vi]: (typeof vi)[K] } = {
	readAt: (clock) => `Figures read at ${clock}; they renew themselves`,
	notRead: 'The system has just started and has read no figures yet. This page renews itself in a moment.',
	old: (clock) => `The figures on this page are old: they were read at ${clock}. The system may be overloaded.`,
	allGood: 'All is well',
	actNow: (count) => `To be acted on now: ${count}`,
	attend: (count) => `To be attended to: ${count}`,
	alsoAttend: (count) => `Besides, to be attended to in office hours: ${count}.`,
	blank: (count) => `Without a figure, because not set up here or not to be read now: ${count}.`,
	page: 'What to do stands in the runbook, on the page named beside each.',
	silent: 'Nobody is told by mail when something is wrong',
	silentText:
		'The program that watches (motcua watch) does not run, or has read no figures in the last minute. ' +
		'This page reads them itself and so is right. Start that program again.',
	conditions: 'What is watched',
	act: 'Act now',
	attention: 'Attention',
	good: 'Good',
	unknown: 'No figure',
	unknownText: 'This is not set up here, or cannot be read now.',
	most: (value) => `good up to ${value}`,
	least: (value) => `good from ${value} on`,
	zero: 'good while there are none',
	since: (time) => `Since ${time}`,
	runbook: 'Runbook page',
	seconds: (count) => `${count} s`,
	minutes: (count) => `${count} min`,
	hours: (count) => `${count} h`,
	days: (count) => `${count} days`,
	more: (value) => `more than ${value}`,
	yes: 'Yes',
	no: 'No',
	none: 'No figures.',
	service: 'Service',
	work: 'Messages and background work',
	files: 'Files, checks, copies',
	database: 'Database',
	partWork: 'Background work',
	partBlobs: 'Files kept',
	partUploads: 'Uploads under way',
	partContents: 'Content of files',
	partCustody: 'Seals of hand-overs',
	partReceipts: 'Receipts',
	partLedger: 'Ledger of fees',
	partSigner: 'Signing of receipts',
	partWorker: 'Worker',
	partWatch: 'Watching',
};

export const tw = catalogue(vi, en);

type Kind = (typeof figures)[keyof typeof figures];
export type Group = Kind['group'];

export const GROUPS: readonly Group[] = ['service', 'work', 'files', 'database'];

const kindOf = (name: string): Kind | undefined => (figures as Record<string, Kind>)[name];
const alertOf = (code: string) => (alerts as Record<string, (typeof alerts)[keyof typeof alerts]>)[code];

/** What is wrong, or that it is not. A service that is newer than this page may know more: then its own names stand here. */
export function alertName({ alert: code, state }: Pick<AlertState, 'alert' | 'state'>): string {
	const alert = alertOf(code);
	if (!alert) return code;
	return state === 'act' || state === 'attention' ? pick(alert.vi, alert.en) : pick(alert.good.vi, alert.good.en);
}

/** The figure behind an alert. */
const figureOf = (code: string): string => alertOf(code)?.figure ?? '';

export function figureName(name: string): string {
	const kind = kindOf(name);
	return kind ? pick(kind.vi, kind.en) : name;
}

const groupOf = (name: string): Group => kindOf(name)?.group ?? 'service';

const PARTS: Record<string, () => string> = {
	work: () => tw('partWork'),
	blobs: () => tw('partBlobs'),
	uploads: () => tw('partUploads'),
	contents: () => tw('partContents'),
	custody: () => tw('partCustody'),
	receipts: () => tw('partReceipts'),
	ledger: () => tw('partLedger'),
	signer: () => tw('partSigner'),
	worker: () => tw('partWorker'),
	watch: () => tw('partWatch'),
};

/** What a value is of: a channel, a folder, a check, or an instance by the name of its socket. */
export function partName(part: string | null): string {
	if (part === null) return '';
	const channel = (messageChannels as Record<string, { vi: string; en: string }>)[part];
	if (channel) return pick(channel.vi, channel.en);
	return PARTS[part]?.() ?? part.replace(/^.*\//, '').replace(/-admin\.sock$/, '');
}

/** At most one place behind the point: 2,5 */
function short(value: number): string {
	const tenths = Math.round(value * 10);
	if (Math.abs(tenths) >= 100 || tenths % 10 === 0) return formatNumber(Math.round(value));
	const text = (tenths / 10).toFixed(1);
	return language.value === 'en' ? text : text.replace('.', ',');
}

function spanOf(seconds: number): string {
	if (seconds < 120) return tw('seconds', short(seconds));
	if (seconds < 120 * 60) return tw('minutes', short(seconds / 60));
	if (seconds < 48 * 3600) return tw('hours', short(seconds / 3600));
	return tw('days', short(seconds / 86400));
}

/** A value in the unit of its figure: 45 giây, 73 %, 2,3 GB. */
export function valueText(figure: string, value: number): string {
	switch (kindOf(figure)?.unit) {
		case 'truth':
			return value > 0 ? tw('yes') : tw('no');
		case 'jobs':
			return value > limits.jobs_counted.value ? tw('more', formatNumber(limits.jobs_counted.value)) : short(value);
		case 'share':
			return `${short(value * 100)} %`;
		case 'days':
			return tw('days', short(value));
		case 'seconds':
			return spanOf(value);
		case 'bytes':
			return formatSize(value);
		default:
			return short(value);
	}
}

/** "45 giây (ổn khi không quá 30 giây)"; null where nothing was read. */
export function figureText({ alert, value, bound, above }: AlertState): string | null {
	const figure = figureOf(alert);
	if (value === null) return null;
	if (kindOf(figure)?.unit === 'truth') return `${figureName(figure)}: ${valueText(figure, value)}`;
	const limit = valueText(figure, bound);
	const most = bound === 0 ? tw('zero') : tw('most', limit);
	return `${figureName(figure)}: ${valueText(figure, value)} (${above ? most : tw('least', limit)})`;
}

const ORDER: readonly AlertState['state'][] = ['act', 'attention', 'unknown', 'good'];

/** The worst first; among equals as they come. */
export const sorted = (states: readonly AlertState[]): AlertState[] =>
	[...states].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));

/** The figures of a group, each with all its values. */
export function rowsOf(group: Group, all: readonly SystemFigure[]): { figure: string; values: SystemFigure[] }[] {
	const rows = new Map<string, SystemFigure[]>();
	for (const one of all.filter(({ figure }) => groupOf(figure) === group)) {
		rows.set(one.figure, [...(rows.get(one.figure) ?? []), one]);
	}
	return [...rows].map(([figure, values]) => ({ figure, values }));
}
