// The page's heading with the portal's name in the title.
import { Heading } from '@motcua/shared/components/Heading.tsx';
import { site } from '@motcua/shared/api/site.ts';

export function Title({ text, title }: { text: string; title?: string }) {
	return <Heading text={text} title={title ?? text} site={site('name')} />;
}
