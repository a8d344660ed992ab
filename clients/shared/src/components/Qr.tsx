// A QR code drawn as SVG. Nothing leaves the page to make it.
import { encode } from 'uqr';

/** One path of unit squares, row by row in runs; with a quiet zone of four modules. */
export function qrPath(text: string): { size: number; path: string } {
	const { data, size } = encode(text, { ecc: 'M', border: 4 });
	let path = '';
	data.forEach((row, y) => {
		for (let x = 0; x < size; x++) {
			if (!row[x]) continue;
			const start = x;
			while (x + 1 < size && row[x + 1]) x++;
			path += `M${start} ${y}h${x - start + 1}v1h-${x - start + 1}z`;
		}
	});
	return { size, path };
}

/** label: what the code is for, e.g. "Mã VietQR để chuyển khoản". */
export function QrCode({ text, label }: { text: string; label: string }) {
	const { size, path } = qrPath(text);
	return (
		<svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
			<path d={path} />
		</svg>
	);
}
