// The page's one h1, and its title.
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { place, scroller, settle } from '../router/place.tsx';

/** The path whose heading had the focus when it was taken away: the one that replaces it (loading, then loaded) gets it. */
let bereft: string | null = null;

/**
 * After a step it takes the focus, so that a screen reader reads where we are now; coming Back, the page stands where it
 * stood. On the first page the browser's own ways are left alone.
 */
export function Heading({ text, title = text, site }: { text: string; title?: string; site: string }) {
	const heading = useRef<HTMLHeadingElement>(null);
	const { path } = place.value;
	useEffect(() => {
		document.title = title ? `${title} - ${site}` : site;
	}, [title, site]);
	useLayoutEffect(() => {
		const top = settle();
		if (top === null && bereft !== path) return;
		bereft = null;
		heading.current?.focus({ preventScroll: true });
		if (top !== null) (scroller() ?? globalThis).scrollTo(0, top);
	}, [path, text]);
	useLayoutEffect(
		() => () => {
			if (document.activeElement === heading.current) bereft = place.value.path;
		},
		[],
	);
	return (
		<h1 tabIndex={-1} ref={heading}>
			{text}
		</h1>
	);
}
