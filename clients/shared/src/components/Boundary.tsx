// What stands in place of a page that has broken: words, a way on, and whom to call. What was typed is on the device or on the
// service already.
import { Component, type ComponentChildren } from 'preact';
import { contacts } from '../api/site.ts';
import { catalogue } from '../i18n/index.ts';
import { Button } from './Button.tsx';
import { Notice } from './Notice.tsx';

const t = catalogue(
	{
		title: 'Trang này bị lỗi',
		text: 'Lỗi do chúng tôi, không phải do bạn. Hãy tải lại trang.',
		reload: 'Tải lại trang',
		home: 'Về trang đầu',
		call: 'Vẫn chưa được? Hãy gọi',
		desk: 'Bạn có thể đến Bộ phận Một cửa của xã, phường.',
	},
	{
		title: 'This page has broken',
		text: 'It is our fault, not yours. Load the page again.',
		reload: 'Load it again',
		home: 'To the front page',
		call: 'Still not working? Call',
		desk: 'You can come to the one-stop desk of your commune.',
	},
);

function Broken({ home }: { home: string }) {
	const phone = contacts().hotline;
	return (
		<main class="page" id="main">
			<h1>{t('title')}</h1>
			<Notice kind="bad" live title={t('text')}>
				{phone && (
					<p>
						{t('call')} <a href={`tel:${phone.replace(/[ .-]/g, '')}`}>{phone}</a>.
					</p>
				)}
				<p>{t('desk')}</p>
			</Notice>
			<div class="buttons">
				<Button onClick={() => location.reload()}>{t('reload')}</Button>
				<a class="button button--quiet" href={home}>
					{t('home')}
				</a>
			</div>
		</main>
	);
}

/** home: the address of the client's first page. */
export class Boundary extends Component<{ home: string; children: ComponentChildren }, { broken: boolean }> {
	override state = { broken: false };

	static override getDerivedStateFromError(): { broken: boolean } {
		return { broken: true };
	}

	override componentDidCatch(error: unknown): void {
		console.error(error);
	}

	override render() {
		return this.state.broken ? <Broken home={this.props.home} /> : this.props.children;
	}
}
