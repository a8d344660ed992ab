// Files to attach, made here: a picture, a PDF, and something that only calls itself one.
import { createHash } from 'node:crypto';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { ROOT } from './system.mjs';

const FOLDER = join(ROOT, '.test/samples');

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** A PDF of one page that reads `text` (ASCII). */
export function pdf(text) {
	const stream = `BT /F1 18 Tf 60 760 Td (${text.replace(/[\\()]/g, '\\$&')}) Tj ET`;
	const parts = [
		'<< /Type /Catalog /Pages 2 0 R >>',
		'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
		'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>',
		`<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
		'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
	];
	let out = '%PDF-1.4\n';
	const offsets = parts.map((part, i) => {
		const at = out.length;
		out += `${i + 1} 0 obj\n${part}\nendobj\n`;
		return at;
	});
	const xref = out.length;
	out += `xref\n0 ${parts.length + 1}\n0000000000 65535 f \n`;
	out += offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
	out += `trailer\n<< /Size ${parts.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`;
	return Buffer.from(out, 'latin1');
}

function chunk(kind, data) {
	const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
	const out = Buffer.alloc(body.length + 8);
	out.writeUInt32BE(data.length, 0);
	body.copy(out, 4);
	out.writeUInt32BE(crc32(body), body.length + 4);
	return out;
}

/** A picture of a sheet of paper with lines of grey; `seed` makes each one different. */
export function png(seed, width = 360, height = 480) {
	const rows = Buffer.alloc((width * 3 + 1) * height);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const line = y % 24 > 12 && y % 24 < 19 && x > 40 && x < 60 + ((y * seed * 7919) % (width - 100));
			const shade = line ? 70 : 246;
			rows.fill(shade, y * (width * 3 + 1) + 1 + x * 3, y * (width * 3 + 1) + 4 + x * 3);
		}
	}
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head.set([8, 2, 0, 0, 0], 8);
	return Buffer.concat([
		Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
		chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0)),
	]);
}

/** The path of a PDF of so many MiB, most of which takes no room on the disk. */
export function huge(name, mebibytes) {
	const path = join(FOLDER, name);
	mkdirSync(FOLDER, { recursive: true });
	writeFileSync(path, pdf(name));
	truncateSync(path, mebibytes << 20);
	return path;
}

/** As a browser's file chooser takes it. */
export const asFile = (name, mimeType, buffer) => ({ name, mimeType, buffer });
