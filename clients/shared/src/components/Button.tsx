// Buttons. A busy button stays focusable and says so, instead of vanishing from under the finger.
import type { ComponentChildren, JSX } from 'preact';

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger';

interface Props extends Omit<JSX.IntrinsicElements['button'], 'kind' | 'class' | 'onClick'> {
	kind?: ButtonKind;
	busy?: boolean;
	onClick?: (event: MouseEvent) => void;
	children: ComponentChildren;
}

const buttonClass = (kind: ButtonKind = 'primary') => (kind === 'primary' ? 'button' : `button button--${kind}`);

export function Button({ kind = 'primary', busy = false, type = 'button', onClick, children, ...rest }: Props) {
	return (
		<button
			{...rest}
			type={type}
			class={buttonClass(kind)}
			aria-disabled={busy ? 'true' : undefined}
			onClick={(event) => {
				if (busy) event.preventDefault();
				else onClick?.(event);
			}}
		>
			{children}
		</button>
	);
}
