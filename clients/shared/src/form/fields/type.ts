// What a type of field consists of: how it is asked, how what was typed becomes an answer, and its words. Each has a folder of
// its own, named as its widget in schema/vocabulary/widgets.yaml, whose Field.tsx exports its fieldType.
import type { ComponentType } from 'preact';
import type { Answer, Field } from '../model.ts';
import type { Fault, Schema } from '../schema.ts';

/** What stands in the box, exactly as it was typed; of a field with several boxes, by their names. */
export type Typed = string | Readonly<Record<string, string>>;

export interface Rules {
	/** What was typed as an answer: undefined when nothing was typed, null when it is no answer, or not yet. */
	read: (typed: Typed, field: Field, schema: Schema | undefined) => Answer | undefined | null;
	/** An answer as it stands in the box. */
	show: (answer: Answer | undefined) => Typed;
}

export interface FieldText {
	/** What to do about a fault, where the words that all fields share do not say it. part: a box of several. */
	fault?: (fault: Fault, label: string, part: string) => string | undefined;
	/** How it is written, for whatever is written otherwise. */
	wrong: () => string;
	/** An answer as a person reads it. */
	answer: (answer: Answer, field: Field) => string;
}

/** What is wrong with a field, in words. */
export interface FieldError {
	name: string;
	/** Which of several boxes, as the parts of its type are named; empty for the whole. */
	part: string;
	message: string;
}

export interface AskProps {
	field: Field;
	required: boolean;
	typed: Typed;
	errors: FieldError[];
	/** The box changed. What stands in it is not touched while somebody is at it. */
	onType: (typed: Typed) => void;
	/** The field was left: now it is read. */
	onLeave: () => void;
}

export interface FieldType {
	Field: ComponentType<AskProps>;
	rules: Rules;
	text: FieldText;
	/** The answer on a page for reading, where it takes more than its words. */
	Shown?: ComponentType<{ answer: Answer }>;
	/** The boxes that are judged one by one, when there are several. */
	parts?: readonly string[];
}
