// A dialog over the page, by the browser's own <dialog>: it keeps the focus inside, closes on Escape and gives the focus back.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ts } from '../i18n/shared.ts';
import { Button } from './Button.tsx';

interface Props {
	title: string;
	/** Absent when the dialog must be answered. */
	onClose?: () => void;
	children: ComponentChildren;
}

/** Rendered means open. */
export function Modal({ title, onClose, children }: Props) {
	const dialog = useRef<HTMLDialogElement>(null);
	useEffect(() => {
		const element = dialog.current;
		element?.showModal();
		return () => element?.close();
	}, []);
	return (
		<dialog
			class="modal"
			ref={dialog}
			aria-labelledby="modal-title"
			onCancel={(event) => {
				// a file chooser inside that is left without a choice tells of it by an event of the same name
				if (event.target !== dialog.current) return;
				event.preventDefault();
				onClose?.();
			}}
		>
			<h2 class="modal__title" id="modal-title">
				{title}
			</h2>
			{children}
			{onClose && (
				<Button kind="quiet" onClick={onClose}>
					{ts('close')}
				</Button>
			)}
		</dialog>
	);
}
