// A text box that finds one entry of a list as it is typed, without diacritics (ARIA combobox with a listbox).
import { useEffect, useRef, useState } from 'preact/hooks';
import { asText } from '../base/as-typed.ts';
import { fold } from '../i18n/format.ts';
import { ts } from '../i18n/shared.ts';

export interface ComboboxEntry {
	value: string;
	label: string;
	/** Shown below the label and searched too, e.g. former names. */
	note?: string;
}

interface Props {
	id: string;
	entries: ComboboxEntry[];
	value: string;
	onSelect: (value: string) => void;
	describedBy?: string | undefined;
	wrong?: boolean;
	disabled?: boolean;
	/** Asked for more when few entries match, e.g. for names that only the service knows. */
	search?: (typed: string) => Promise<ComboboxEntry[]>;
}

const SHOWN = 60;
const FEW = 4;
/** Milliseconds of rest after which the service is asked. */
const REST = 250;

/** The entries that fit what was typed; all of them when nothing was, none when nothing is left of it. */
export function findEntries(entries: ComboboxEntry[], typed: string): ComboboxEntry[] {
	if (!asText(typed)) return entries;
	const wanted = fold(typed);
	if (!wanted) return [];
	const ranked = entries.flatMap((entry) => {
		const label = fold(entry.label);
		if (label.startsWith(wanted)) return [{ entry, rank: 0 }];
		if (label.includes(` ${wanted}`)) return [{ entry, rank: 1 }];
		if (label.includes(wanted)) return [{ entry, rank: 2 }];
		return fold(entry.note ?? '').includes(wanted) ? [{ entry, rank: 3 }] : [];
	});
	return ranked.sort((a, b) => a.rank - b.rank).map((found) => found.entry);
}

/** What the service knows beyond the list, once the typing rests and few entries fit. */
function useMore(search: Props['search'], typed: string | null, few: boolean): ComboboxEntry[] {
	const [more, setMore] = useState<ComboboxEntry[]>([]);
	useEffect(() => {
		setMore([]);
		if (!few || !search || typed === null) return;
		let current = true;
		const timer = setTimeout(() => {
			search(asText(typed)).then(
				(entries) => current && setMore(entries),
				() => undefined, // what is on the page can still be chosen
			);
		}, REST);
		return () => {
			current = false;
			clearTimeout(timer);
		};
	}, [typed, few]);
	return more;
}

/** What is typed (null: nobody is at the box), whether the list is open, and which entry is marked. */
function useBox(props: Props) {
	const [typed, setTyped] = useState<string | null>(null);
	const [open, setOpen] = useState(false);
	const [active, setActive] = useState(0);
	const near = findEntries(props.entries, typed ?? '');
	const more = useMore(props.search, typed, typed !== null && asText(typed).length >= 2 && near.length <= FEW);
	const found = [...near, ...more.filter((entry) => !near.some((other) => other.value === entry.value))].slice(0, SHOWN);

	const close = () => {
		setTyped(null);
		setOpen(false);
	};
	const select = (entry: ComboboxEntry | undefined) => {
		if (entry) props.onSelect(entry.value);
		close();
	};
	return {
		typed,
		open,
		active,
		found,
		close,
		select,
		show() {
			if (props.disabled) return;
			setOpen(true);
			setActive(Math.max(0, typed === null ? found.findIndex((entry) => entry.value === props.value) : 0));
		},
		type(text: string) {
			setTyped(text);
			setOpen(true);
			setActive(0);
		},
		move: (step: 1 | -1) => setActive((active + step + found.length) % Math.max(1, found.length)),
		/** What was typed in full counts as chosen; anything else falls back to what was chosen before. */
		leave() {
			const wanted = fold(typed ?? '');
			if (!wanted) return close();
			select(
				props.entries.find((entry) => fold(entry.label) === wanted) ??
					(found.length === 1 ? found[0] : undefined),
			);
		},
	};
}

type Box = ReturnType<typeof useBox>;

function onKey(box: Box, event: KeyboardEvent): void {
	if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
		event.preventDefault();
		if (box.open) box.move(event.key === 'ArrowDown' ? 1 : -1);
		else box.show();
	} else if (event.key === 'Enter' && box.open) {
		event.preventDefault();
		box.select(box.found[box.active]);
	} else if (event.key === 'Escape' && box.open) {
		event.stopPropagation();
		box.close();
	}
}

function List({ id, box }: { id: string; box: Box }) {
	const list = useRef<HTMLUListElement>(null);
	const { open, active, found } = box;
	useEffect(() => {
		if (open) list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
	}, [open, active]);
	return (
		<ul
			class="combobox__list"
			id={`${id}-list`}
			role="listbox"
			aria-labelledby={`${id}-label`}
			ref={list}
			hidden={!open || found.length === 0}
		>
			{open &&
				found.map((entry, i) => (
					<li
						key={entry.value}
						id={`${id}-list-${i}`}
						class="combobox__option"
						role="option"
						aria-selected={i === active}
						onMouseDown={(event) => event.preventDefault()}
						onClick={() => box.select(entry)}
					>
						{entry.label}
						{entry.note && <span class="combobox__note soft">{entry.note}</span>}
					</li>
				))}
		</ul>
	);
}

export function Combobox(props: Props) {
	const box = useBox(props);
	const { open, found, active } = box;
	const chosen = props.entries.find((entry) => entry.value === props.value);
	return (
		<div class="combobox">
			<input
				class="input"
				id={props.id}
				role="combobox"
				type="text"
				autocomplete="off"
				spellcheck={false}
				aria-expanded={open}
				aria-controls={`${props.id}-list`}
				aria-autocomplete="list"
				aria-activedescendant={open && found[active] ? `${props.id}-list-${active}` : undefined}
				aria-describedby={props.describedBy}
				aria-invalid={props.wrong ? 'true' : undefined}
				disabled={props.disabled}
				value={box.typed ?? chosen?.label ?? ''}
				onInput={(event) => box.type(event.currentTarget.value)}
				onFocus={(event) => event.currentTarget.select()}
				onClick={box.show}
				onBlur={box.leave}
				onKeyDown={(event) => onKey(box, event)}
			/>
			<List id={props.id} box={box} />
			<p class={open && found.length === 0 ? 'field__hint' : 'visually-hidden'} role="status">
				{open && (found.length === 0 ? ts('noMatch') : ts('matches', found.length))}
			</p>
		</div>
	);
}
