import { fireEvent, render, screen } from '@testing-library/preact';
import { expect, test, vi } from 'vitest';
import { Modal } from './Modal.tsx';

test('opens as a dialog with its title for a name, closes by Escape and by its button', () => {
	const close = vi.fn();
	render(
		<Modal title="Từ chối tiếp nhận" onClose={close}>
			<input type="file" aria-label="Tệp" />
		</Modal>,
	);
	const dialog = screen.getByRole('dialog', { name: 'Từ chối tiếp nhận' }) as HTMLDialogElement;
	expect(dialog.open).toBe(true);
	const escape = new Event('cancel', { cancelable: true });
	fireEvent(dialog, escape);
	// the owner decides whether it goes: the browser alone may not close it
	expect(escape.defaultPrevented).toBe(true);
	expect(close).toHaveBeenCalledTimes(1);
	fireEvent.click(screen.getByRole('button', { name: 'Đóng' }));
	expect(close).toHaveBeenCalledTimes(2);
});

test('a file chooser inside that is left without a choice closes nothing', () => {
	const close = vi.fn();
	render(
		<Modal title="Kết quả" onClose={close}>
			<input type="file" aria-label="Tệp" />
		</Modal>,
	);
	fireEvent(screen.getByLabelText('Tệp'), new Event('cancel', { bubbles: true }));
	expect(close).not.toHaveBeenCalled();
});

test('one that must be answered has no way out', () => {
	render(<Modal title="Đăng nhập lại">Lời</Modal>);
	expect(screen.queryByRole('button', { name: 'Đóng' })).toBeNull();
});
