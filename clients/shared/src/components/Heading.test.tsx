// Where the focus is after every step: on the heading, also when it stands over a page that is still loading.
import { render, screen } from '@testing-library/preact';
import { act } from 'preact/test-utils';
import { beforeEach, expect, test } from 'vitest';
import { navigate, startRouter } from '../router/place.tsx';
import { Heading } from './Heading.tsx';
import { Loaded } from './Loaded.tsx';
import type { Load } from './load.ts';

beforeEach(() => {
	history.replaceState(null, '', '/');
	startRouter('');
	document.body.focus();
});

function Page({ found }: { found: Load<string> }) {
	return (
		<Loaded found={found} head={<Heading text="Hướng dẫn" site="Một cửa" />}>
			{(value) => (
				<article>
					<p>Hộ tịch</p>
					<Heading text={value} site="Một cửa" />
				</article>
			)}
		</Loaded>
	);
}

const loading: Load<string> = { value: null, error: null, reload: () => undefined };
const focused = () => (document.activeElement?.tagName === 'H1' ? document.activeElement.textContent : null);

test('the first page leaves the focus to the browser', () => {
	const { rerender } = render(<Page found={loading} />);
	expect(focused()).toBeNull();
	rerender(<Page found={{ ...loading, value: 'Đăng ký khai sinh' }} />);
	expect(focused()).toBeNull();
	expect(document.title).toBe('Đăng ký khai sinh - Một cửa');
});

test('after a step the heading has it, and keeps it from loading to loaded', () => {
	const { rerender } = render(<p>trang đầu</p>);
	act(() => navigate('/thu-tuc/1.001193'));
	rerender(<Page found={loading} />);
	expect(focused()).toBe('Hướng dẫn');
	rerender(<Page found={{ ...loading, value: 'Đăng ký khai sinh' }} />);
	expect(focused()).toBe('Đăng ký khai sinh');
	expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
});

test('whoever has gone on to something else meanwhile is not called back', () => {
	const { rerender } = render(<p>trang đầu</p>);
	act(() => navigate('/thu-tuc/1.000894'));
	rerender(
		<>
			<input aria-label="Tìm" />
			<Page found={loading} />
		</>,
	);
	screen.getByLabelText('Tìm').focus();
	rerender(
		<>
			<input aria-label="Tìm" />
			<Page found={{ ...loading, value: 'Kết hôn' }} />
		</>,
	);
	expect(document.activeElement?.getAttribute('aria-label')).toBe('Tìm');
});
