// Which requests the service worker answers, and from where. Everything else is not its business.
export interface Asked {
	method: string;
	url: string;
	/** The browser opens a page, as opposed to fetching something for one. */
	navigates: boolean;
}

export interface Shell {
	origin: string;
	/** With its closing slash. */
	base: string;
	/** Files of the build, relative to the base. */
	shell: readonly string[];
}

export type Plan = { kind: 'page' } | { kind: 'file'; file: string } | { kind: 'leave' };

export function planFor(asked: Asked, { origin, base, shell }: Shell): Plan {
	const url = new URL(asked.url);
	if (asked.method !== 'GET' || url.origin !== origin || !url.pathname.startsWith(base)) return { kind: 'leave' };
	const file = url.pathname.slice(base.length);
	if (shell.includes(file) && file !== 'index.html') return { kind: 'file', file };
	return asked.navigates ? { kind: 'page' } : { kind: 'leave' };
}
