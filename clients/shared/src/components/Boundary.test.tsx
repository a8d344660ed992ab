import { render, screen } from '@testing-library/preact';
import { expect, test, vi } from 'vitest';
import { Boundary } from './Boundary.tsx';

function Breaks(): never {
	throw new Error('nothing here');
}

test('what breaks leaves words and ways on, not a white page', () => {
	const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
	render(
		<Boundary home="/m/">
			<Breaks />
		</Boundary>,
	);
	expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Trang này bị lỗi');
	expect(screen.getByRole('alert').textContent).toContain('Bộ phận Một cửa');
	expect(screen.getByRole('button', { name: 'Tải lại trang' })).toBeTruthy();
	expect(screen.getByRole('link', { name: 'Về trang đầu' }).getAttribute('href')).toBe('/m/');
	expect(told).toHaveBeenCalled();
});

test('what does not break is shown as it is', () => {
	render(<Boundary home="/">Trang</Boundary>);
	expect(document.body.textContent).toBe('Trang');
});
