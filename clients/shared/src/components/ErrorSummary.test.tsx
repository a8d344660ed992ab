import { fireEvent, render, screen } from '@testing-library/preact';
import { expect, test } from 'vitest';
import { ErrorSummary } from './ErrorSummary.tsx';

const items = [
	{ id: 'f-name', message: 'Hãy điền: Họ tên' },
	{ to: '/thu-tuc', message: 'Ở trang khác' },
	{ message: 'Chỉ là lời' },
];

test('nothing wrong, nothing shown', () => {
	const { container } = render(<ErrorSummary items={[]} attempt={1} />);
	expect(container.textContent).toBe('');
});

test('takes the focus, counts, and takes it back at every attempt', () => {
	const { rerender } = render(<ErrorSummary items={items} attempt={1} />);
	const box = screen.getByRole('alert');
	expect(document.activeElement).toBe(box);
	expect(box.textContent).toContain('Có 3 mục cần sửa');
	box.blur();
	rerender(<ErrorSummary items={items} attempt={2} />);
	expect(document.activeElement).toBe(box);
	rerender(<ErrorSummary items={items.slice(0, 1)} attempt={2} />);
	expect(screen.getByRole('heading').textContent).toBe('Có 1 mục cần sửa');
});

test('every entry names its field, once', () => {
	render(
		<ErrorSummary
			items={[
				{ id: 'f-name', label: 'Họ tên của bạn?', message: 'Tối đa 160 ký tự. Hãy viết ngắn lại' },
				{ id: 'f-born', label: 'Ngày sinh', message: 'Hãy điền: Ngày sinh' },
				{ to: '/khai', label: 'Số tiền', message: 'Số nhỏ nhất là 1' },
			]}
			attempt={1}
		/>,
	);
	expect(screen.getAllByRole('link').map((link) => link.textContent)).toEqual([
		'Họ tên của bạn: Tối đa 160 ký tự. Hãy viết ngắn lại',
		'Hãy điền: Ngày sinh',
		'Số tiền: Số nhỏ nhất là 1',
	]);
});

test('an entry leads to its box or its page; one with neither is plain text', () => {
	render(
		<>
			<ErrorSummary items={items} attempt={1} />
			<input id="f-name" />
		</>,
	);
	fireEvent.click(screen.getByRole('link', { name: 'Hãy điền: Họ tên' }));
	expect(document.activeElement?.id).toBe('f-name');
	expect(screen.getByRole('link', { name: 'Ở trang khác' }).getAttribute('href')).toBe('/thu-tuc');
	expect(screen.queryByRole('link', { name: 'Chỉ là lời' })).toBeNull();
});
