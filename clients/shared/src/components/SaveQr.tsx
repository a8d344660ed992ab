// Saves a QR code as a picture, for a banking app on the same phone: it can open a picture, but not look at its own screen.
import { useState } from 'preact/hooks';
import { saveBlob } from '../device/download.ts';
import { catalogue } from '../i18n/index.ts';
import { qrPath } from './Qr.tsx';
import { Button } from './Button.tsx';

const t = catalogue(
	{
		save: 'Lưu ảnh mã QR',
		hint: 'Mở ứng dụng ngân hàng, chọn quét QR, rồi chọn ảnh vừa lưu.',
		failed: 'Chưa lưu được ảnh. Hãy chụp màn hình thay thế.',
	},
	{
		save: 'Save the QR picture',
		hint: 'Open your banking app, choose to scan, then choose the picture.',
		failed: 'The picture could not be saved. Take a screenshot instead.',
	},
);

/** Big enough for any scanner, in whole points per module so that edges stay sharp. */
const POINTS = 16;

async function picture(text: string): Promise<Blob | null> {
	const { size, path } = qrPath(text);
	const canvas = document.createElement('canvas');
	canvas.width = canvas.height = size * POINTS;
	const brush = canvas.getContext('2d');
	if (!brush) return null;
	brush.fillStyle = '#fff';
	brush.fillRect(0, 0, canvas.width, canvas.height);
	brush.fillStyle = '#000';
	brush.scale(POINTS, POINTS);
	brush.fill(new Path2D(path));
	return new Promise((done) => canvas.toBlob(done, 'image/png'));
}

/** name: of the file, without its ending. */
export function SaveQr({ text, name }: { text: string; name: string }) {
	const [state, setState] = useState<'' | 'saved' | 'failed'>('');
	return (
		<div class="save-qr">
			<Button
				kind="secondary"
				onClick={async () => {
					const made = await picture(text).catch(() => null);
					if (made) saveBlob(made, `${name}.png`);
					setState(made ? 'saved' : 'failed');
				}}
			>
				{t('save')}
			</Button>
			<p class="soft small" role="status">
				{state === 'saved' && t('hint')}
				{state === 'failed' && t('failed')}
			</p>
		</div>
	);
}
