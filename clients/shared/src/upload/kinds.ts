// What a file is, by its first bytes; its name and declared type may say anything.
import { pick } from '../i18n/index.ts';
import { fileKinds } from '../vocabulary/file-kinds.ts';

type Known = keyof typeof fileKinds;
/** The kinds that dossiers may hold. */
export type FileKind = { [K in Known]: (typeof fileKinds)[K] extends { mediaType: string } ? K : never }[Known];

interface Row {
	vi: string;
	en: string;
	mediaType?: string;
	extension?: string;
	inside?: string;
	usual?: boolean;
	blanksFirst?: boolean;
	starts?: readonly { at: number; bytes: readonly number[] }[];
}

const rows: Record<Known, Row> = fileKinds;
const all = (Object.keys(fileKinds) as Known[]).filter((kind): kind is FileKind => rows[kind].mediaType !== undefined);

const LOOK = 64;
const BLANKS = new Set([0x09, 0x0a, 0x0d, 0x20]);

function startsAs(head: Uint8Array, { starts, blanksFirst }: Row): boolean {
	const first = blanksFirst ? Math.max(0, head.findIndex((byte) => !BLANKS.has(byte))) : 0;
	return (starts ?? []).some(({ at, bytes }) => bytes.every((byte, i) => head[first + at + i] === byte));
}

/** The kind of a file that dossiers may hold. What a container is, its members tell the service; here its name does. */
export async function kindOf(file: Blob, name: string): Promise<FileKind | null> {
	const head = new Uint8Array(await file.slice(0, LOOK).arrayBuffer());
	const found = (Object.keys(fileKinds) as Known[]).find((kind) => startsAs(head, rows[kind]));
	const named = (kind: FileKind) => name.toLowerCase().endsWith(rows[kind].extension!);
	return all.find((kind) => kind === found || (rows[kind].inside === found && named(kind))) ?? null;
}

/** The kinds that a paper accepts; the usual ones when it does not say. */
export function acceptedKinds(accepts: readonly string[] | undefined): FileKind[] {
	return all.filter((kind) => accepts?.includes(kind) ?? rows[kind].usual);
}

/** For the accept attribute; phones then offer camera and gallery, and iPhones turn HEIC into JPEG. */
export const acceptAttribute = (kinds: FileKind[]) => kinds.map((kind) => rows[kind].mediaType).join(',');

export const kindNames = (kinds: FileKind[]) => kinds.map((kind) => pick(rows[kind].vi, rows[kind].en)).join(', ');

export const mediaTypeOf = (kind: FileKind): string => rows[kind].mediaType!;
