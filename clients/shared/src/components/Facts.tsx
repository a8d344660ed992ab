// A list of names and values; a value that is not known takes its row with it.
import type { ComponentChildren } from 'preact';

export function Fact({ name, children }: { name: string; children: ComponentChildren }) {
	return (
		<div class="facts__row">
			<dt>{name}</dt>
			<dd>{children}</dd>
		</div>
	);
}

type Row = [name: string, value: ComponentChildren];

/** children: rows that are more than a name and a value. */
export function Facts({ rows = [], children }: { rows?: readonly Row[]; children?: ComponentChildren }) {
	return (
		<dl class="facts">
			{rows.map(
				([name, value]) =>
					value && (
						<Fact key={name} name={name}>
							{value}
						</Fact>
					),
			)}
			{children}
		</dl>
	);
}
