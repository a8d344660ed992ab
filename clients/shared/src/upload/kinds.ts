// What a file is, by its first bytes; its name and declared type may say anything.
export type FileKind = 'pdf' | 'jpeg' | 'png';

const TYPES: Record<FileKind, string> = { pdf: 'application/pdf', jpeg: 'image/jpeg', png: 'image/png' };
const NAMES: Record<FileKind, string> = { pdf: 'PDF', jpeg: 'JPG', png: 'PNG' };
const STARTS: [FileKind, number[]][] = [
	['pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
	['jpeg', [0xff, 0xd8, 0xff]],
	['png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
];

const LOOK = 64;
const BLANKS = new Set([0x09, 0x0a, 0x0d, 0x20]);

export async function kindOf(file: Blob): Promise<FileKind | null> {
	const head = new Uint8Array(await file.slice(0, LOOK).arrayBuffer());
	const blank = head.findIndex((byte) => !BLANKS.has(byte));
	// some makers of PDF write a blank line first
	const startOf = (kind: FileKind) => (kind === 'pdf' ? Math.max(0, blank) : 0);
	return STARTS.find(([kind, start]) => start.every((byte, i) => head[startOf(kind) + i] === byte))?.[0] ?? null;
}

/** The kinds that a paper accepts, as far as this page knows them; all of them when it does not say. */
export function acceptedKinds(accepts: readonly string[] | undefined): FileKind[] {
	const all = Object.keys(TYPES) as FileKind[];
	const wanted = new Set((accepts ?? []).map((name) => (name === 'jpg' ? 'jpeg' : name)));
	const kinds = all.filter((kind) => wanted.has(kind));
	return kinds.length > 0 ? kinds : all;
}

/** For the accept attribute; phones then offer camera and gallery, and iPhones turn HEIC into JPEG. */
export const acceptAttribute = (kinds: FileKind[]) => kinds.map((kind) => TYPES[kind]).join(',');

export const kindNames = (kinds: FileKind[]) => kinds.map((kind) => NAMES[kind]).join(', ');

export const mediaTypeOf = (kind: FileKind) => TYPES[kind];
