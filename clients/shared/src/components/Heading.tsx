// The page's one h1, and its title.
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { place, scroller, settle } from '../router/place.tsx';

/**
 * After a step it takes the focus, so that a screen reader reads where we are now;
 * coming Back, the page stands where it stood. On the first page the browser's own ways are left alone.
 */
export function Heading({ text, title = text, site }: { text: string; title?: string; site: string }) {
	const heading = useRef<HTMLHeadingElement>(null);
	const { path } = place.value;
	useEffect(() => {
		document.title = title ? `${title} - ${site}` : site;
	}, [title, site]);
	useLayoutEffect(() => {
		const top = settle();
		if (top === null) return;
		heading.current?.focus({ preventScroll: true });
		(scroller() ?? globalThis).scrollTo(0, top);
	}, [path, text]);
	return (
		<h1 tabIndex={-1} ref={heading}>
			{text}
		</h1>
	);
}
