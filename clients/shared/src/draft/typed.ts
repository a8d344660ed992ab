// What stands in the boxes and is no answer (yet), as a draft carries it: texts by the JSON pointers of their boxes.
import type { ReturnAddress } from '../api/types.ts';
import { pointerOf, stepsOf } from '../base/pointer.ts';
import type { Typed } from '../form/fields/type.ts';
import type { AllTyped } from '../form/filling.ts';

export type TypedTexts = Readonly<Record<string, string>>;

export interface Unfinished {
	/** By the names of the questions. */
	typed: AllTyped;
	/** Where the result goes; null when nothing of it is unfinished. */
	address: Partial<ReturnAddress> | null;
}

/** A box of several that is empty says nothing. */
const filled = (boxes: Readonly<Record<string, string | undefined>>) =>
	Object.entries(boxes).filter((entry): entry is [string, string] => Boolean(entry[1]));

const textsAt = (place: string[], typed: Typed): [string, string][] =>
	typeof typed === 'string'
		? [[pointerOf(place), typed]]
		: filled(typed).map(([part, text]) => [pointerOf([...place, part]), text]);

export function textsOf({ typed, address }: Unfinished): TypedTexts {
	return Object.fromEntries([
		...Object.entries(typed).flatMap(([name, boxes]) => textsAt(['answers', name], boxes)),
		...textsAt(['return_address'], { ...address } as Record<string, string>),
	]);
}

export function unfinishedOf(texts: TypedTexts): Unfinished {
	const typed: Record<string, Typed> = {};
	const address: Record<string, string> = {};
	for (const [pointer, text] of Object.entries(texts)) {
		const [member, name = '', part] = stepsOf(pointer);
		const boxes = typed[name];
		if (member === 'return_address') address[name] = text;
		else if (part === undefined) typed[name] = text;
		else typed[name] = { ...(typeof boxes === 'object' ? boxes : {}), [part]: text };
	}
	return { typed, address: Object.keys(address).length > 0 ? address : null };
}

/** Ours, if there is any, with what others have begun since the version that ours is based on. */
export function laidOver(theirs: TypedTexts = {}, ours: TypedTexts | undefined, base: TypedTexts = {}): TypedTexts {
	if (!ours) return theirs;
	return { ...Object.fromEntries(Object.entries(theirs).filter(([at, text]) => base[at] !== text)), ...ours };
}

/** Whether both say the same, in whatever order. */
export const sameTexts = (one: TypedTexts, other: TypedTexts): boolean =>
	JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
