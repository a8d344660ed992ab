// A form being filled in. What stands in the boxes is kept apart from the answers: a half-typed date is no answer, and yet
// nothing that was typed is lost. The boxes are read as they change, but never rewritten while somebody is at them.
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { typeOf } from './fields/index.ts';
import type { Typed } from './fields/type.ts';
import {
	allFields,
	isShown,
	propertySchema,
	readable,
	type Answer,
	type Answers,
	type Field,
	type FormDefinition,
} from './model.ts';

export type AllTyped = Readonly<Record<string, Typed>>;

export interface FillingParts {
	form: FormDefinition;
	/** An answer was given, changed, or taken back. */
	onAnswer: (name: string, value: Answer | undefined) => void;
	/** What the boxes hold that is no answer (yet) has changed, see unread. */
	onTyped: () => void;
}

export class Filling {
	readonly form: FormDefinition;
	readonly answers = signal<Answers>({});
	/** The fields whose boxes hold what is no answer, other than the one that somebody is at. */
	readonly strays: ReadonlySignal<Field[]>;
	private readonly typed = signal<AllTyped>({});
	private readonly at = signal<string | null>(null);
	private readonly parts: FillingParts;

	constructor(parts: FillingParts) {
		this.parts = parts;
		this.form = parts.form;
		this.strays = computed(() =>
			allFields(this.form).filter(
				(field) =>
					field.name !== this.at.value &&
					isShown(this.form, field, this.answers.value) &&
					this.isStray(field),
			),
		);
	}

	/** Takes over what is known from elsewhere; what was typed here and is no answer stays in its box. */
	show(answers: Answers, elsewhere: AllTyped = {}): void {
		const typed = { ...elsewhere, ...this.typed.value };
		this.answers.value = answers;
		this.typed.value = Object.fromEntries(
			allFields(this.form)
				.filter((field) => typed[field.name] !== undefined)
				// the box that somebody is at is theirs; elsewhere a newer answer wins over what was none
				.filter(
					(field) =>
						field.name === this.at.value ||
						(!(field.name in answers) && this.read(field, typed[field.name]!) === null),
				)
				.map((field) => [field.name, typed[field.name]!]),
		);
	}

	/** What the boxes hold that is no answer, be somebody at them or not: to be kept where it survives. */
	get unread(): AllTyped {
		const fields = allFields(this.form).filter((field) => this.isStray(field));
		return Object.fromEntries(fields.map((field) => [field.name, this.typed.value[field.name]!]));
	}

	/** What stands in the box. */
	box(field: Field): Typed {
		return this.typed.value[field.name] ?? typeOf(field).rules.show(this.answers.value[field.name]);
	}

	type(field: Field, typed: Typed): void {
		this.at.value = field.name;
		this.typed.value = { ...this.typed.value, [field.name]: typed };
		this.answer(field.name, this.read(field, typed) ?? undefined);
		this.parts.onTyped();
	}

	/** The field was left: an answer stands there now as it was understood; what is none stays as it was typed. */
	leave(field: Field): void {
		if (this.at.value === field.name) this.at.value = null;
		if (this.isStray(field)) return;
		const { [field.name]: _, ...rest } = this.typed.value;
		this.typed.value = rest;
		this.parts.onTyped();
	}

	/** Nobody is at a field any more: all are judged. */
	leaveAll(): void {
		for (const field of allFields(this.form)) if (this.typed.value[field.name] !== undefined) this.leave(field);
		this.at.value = null;
	}

	private isStray(field: Field): boolean {
		const typed = this.typed.value[field.name];
		return typed !== undefined && this.read(field, typed) === null;
	}

	private read(field: Field, typed: Typed): Answer | undefined | null {
		const found = typeOf(field).rules.read(typed, field, propertySchema(this.form, field.name));
		return found === undefined || found === null || readable(this.form, field.name, found) ? found : null;
	}

	private answer(name: string, value: Answer | undefined): void {
		if (JSON.stringify(value) === JSON.stringify(this.answers.value[name])) return;
		const { [name]: _, ...rest } = this.answers.value;
		this.answers.value = value === undefined ? rest : { ...rest, [name]: value };
		this.parts.onAnswer(name, value);
	}

}
