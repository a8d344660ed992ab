// A text box that finds one entry of a list as it is typed, without diacritics (ARIA combobox with a listbox).
import { useEffect, useRef, useState } from 'preact/hooks';
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

export function findEntries(entries: ComboboxEntry[], typed: string): ComboboxEntry[] {
	const wanted = fold(typed);
	if (!wanted) return entries;
	const ranked = entries.flatMap((entry) => {
		const label = fold(entry.label);
		if (label.startsWith(wanted)) return [{ entry, rank: 0 }];
		if (label.includes(` ${wanted}`)) return [{ entry, rank: 1 }];
		if (label.includes(wanted)) return [{ entry, rank: 2 }];
		return fold(entry.note ?? '').includes(wanted) ? [{ entry, rank: 3 }] : [];
	});
	return ranked.sort((a, b) => a.rank - b.rank).map((found) => found.entry);
}

export function Combobox(props: Props) {
	const chosen = props.entries.find((entry) => entry.value === props.value);
	const [typed, setTyped] = useState<string | null>(null);
	const [open, setOpen] = useState(false);
	const [active, setActive] = useState(0);
	const list = useRef<HTMLUListElement>(null);
	const [more, setMore] = useState<ComboboxEntry[]>([]);
	const near = findEntries(props.entries, typed ?? '');
	const found = [...near, ...more.filter((entry) => !near.some((other) => other.value === entry.value))].slice(0, SHOWN);
	const few = typed !== null && typed.trim().length >= 2 && near.length <= FEW;
	useEffect(() => {
		setMore([]);
		if (!few || !props.search) return;
		let current = true;
		const timer = setTimeout(() => {
			props.search!(typed.trim()).then(
				(entries) => current && setMore(entries),
				() => undefined, // what is on the page can still be chosen
			);
		}, 250);
		return () => {
			current = false;
			clearTimeout(timer);
		};
	}, [typed, few]);
	const listId = `${props.id}-list`;

	useEffect(() => {
		if (open) list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
	}, [open, active]);

	const show = () => {
		if (props.disabled) return;
		setOpen(true);
		setActive(Math.max(0, typed === null ? found.findIndex((entry) => entry.value === props.value) : 0));
	};
	const select = (entry: ComboboxEntry | undefined) => {
		if (entry) props.onSelect(entry.value);
		setTyped(null);
		setOpen(false);
	};
	const leave = () => {
		const wanted = fold(typed ?? '');
		// what was typed in full counts as chosen; anything else falls back to what was chosen before
		if (wanted) select(props.entries.find((entry) => fold(entry.label) === wanted) ?? (found.length === 1 ? found[0] : undefined));
		else select(undefined);
	};
	const onKeyDown = (event: KeyboardEvent) => {
		if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
			event.preventDefault();
			if (!open) return show();
			const step = event.key === 'ArrowDown' ? 1 : -1;
			setActive((active + step + found.length) % Math.max(1, found.length));
		} else if (event.key === 'Enter' && open) {
			event.preventDefault();
			select(found[active]);
		} else if (event.key === 'Escape' && open) {
			event.stopPropagation();
			setTyped(null);
			setOpen(false);
		}
	};

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
				aria-controls={listId}
				aria-autocomplete="list"
				aria-activedescendant={open && found[active] ? `${listId}-${active}` : undefined}
				aria-describedby={props.describedBy}
				aria-invalid={props.wrong ? 'true' : undefined}
				disabled={props.disabled}
				value={typed ?? chosen?.label ?? ''}
				onInput={(event) => {
					setTyped(event.currentTarget.value);
					setOpen(true);
					setActive(0);
				}}
				onFocus={(event) => event.currentTarget.select()}
				onClick={show}
				onBlur={leave}
				onKeyDown={onKeyDown}
			/>
			<ul class="combobox__list" id={listId} role="listbox" aria-labelledby={`${props.id}-label`} ref={list} hidden={!open || found.length === 0}>
				{open &&
					found.map((entry, i) => (
						<li
							key={entry.value}
							id={`${listId}-${i}`}
							class="combobox__option"
							role="option"
							aria-selected={i === active}
							onMouseDown={(event) => event.preventDefault()}
							onClick={() => select(entry)}
						>
							{entry.label}
							{entry.note && <span class="combobox__note soft">{entry.note}</span>}
						</li>
					))}
			</ul>
			<p class={open && found.length === 0 ? 'field__hint' : 'visually-hidden'} role="status">
				{open && (found.length === 0 ? ts('noMatch') : ts('matches', found.length))}
			</p>
		</div>
	);
}
