// Uploads against a real tus server over HTTP that can drop connections, lose answers, damage pieces and forget uploads.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTransport } from '../api/client.ts';
import { MemoryStore } from '../device/store.ts';
import { kindOf } from './kinds.ts';
import { PIECE, upload, type TusParts } from './tus.ts';

type Fault = 'drop' | 'lose-answer' | 'damage' | 'forget' | 'busy' | 'held';

interface Stored {
	length: number;
	bytes: Buffer;
	metadata: Record<string, string>;
}

class TusServer {
	uploads = new Map<string, Stored>();
	/** Applied to the n-th PATCH, counted from 1. */
	faults = new Map<number, Fault>();
	patches = 0;
	received = 0;
	withoutChecksum = 0;
	refuseAtEnd = false;
	full = false;

	serve(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
		if (request.headers['tus-resumable'] !== '1.0.0') return this.problem(response, 412, 'tus-version');
		if (request.method === 'POST') return this.create(request, response);
		const id = request.url!.slice('/v1/uploads/'.length);
		const stored = this.uploads.get(id);
		if (!stored) return this.problem(response, 404, 'not-found');
		if (request.method === 'DELETE') {
			this.uploads.delete(id);
			response.writeHead(204).end();
		} else if (request.method === 'HEAD') {
			response.writeHead(200, { 'Upload-Offset': stored.bytes.length, 'Upload-Length': stored.length }).end();
		} else this.append(request, response, id, stored, body);
	}

	private create(request: IncomingMessage, response: ServerResponse): void {
		if (this.full) {
			response.setHeader('Retry-After', 86400);
			return this.problem(response, 429, 'too-many-uploads');
		}
		const id = randomUUID();
		const pairs = String(request.headers['upload-metadata'])
			.split(',')
			.map((pair) => pair.split(' '));
		const metadata = Object.fromEntries(
			pairs.map(([name, value]) => [name, Buffer.from(value ?? '', 'base64').toString()]),
		);
		this.uploads.set(id, { length: Number(request.headers['upload-length']), bytes: Buffer.alloc(0), metadata });
		response.writeHead(201, { Location: `http://elsewhere.example/v1/uploads/${id}` }).end();
	}

	private append(request: IncomingMessage, response: ServerResponse, id: string, stored: Stored, body: Buffer): void {
		const fault = this.faults.get(++this.patches);
		if (fault === 'drop') return void response.destroy();
		if (fault === 'busy') return this.problem(response, 503, 'overloaded');
		if (fault === 'held') return this.problem(response, 409, 'upload-busy');
		if (fault === 'forget') {
			this.uploads.delete(id);
			return this.problem(response, 410, 'upload-gone');
		}
		if (Number(request.headers['upload-offset']) !== stored.bytes.length)
			return this.problem(response, 409, 'upload-offset');
		const arrived = fault === 'damage' ? Buffer.concat([body.subarray(1), Buffer.from([0])]) : body;
		const checksum = request.headers['upload-checksum'];
		if (!checksum) this.withoutChecksum++;
		if (checksum !== `sha256 ${createHash('sha256').update(arrived).digest('base64')}`)
			return this.problem(response, 460, 'checksum-mismatch');
		if (this.refuseAtEnd && stored.bytes.length + arrived.length === stored.length)
			return this.problem(response, 422, 'file-type-forbidden');
		stored.bytes = Buffer.concat([stored.bytes, arrived]);
		this.received += arrived.length;
		if (fault === 'lose-answer') return void response.destroy();
		response.writeHead(204, { 'Upload-Offset': stored.bytes.length }).end();
	}

	private problem(response: ServerResponse, status: number, code: string): void {
		response.writeHead(status, { 'Content-Type': 'application/problem+json' });
		response.end(JSON.stringify({ type: 'x', title: code, status, code, instance: 'i' }));
	}
}

let tus: TusServer;
let server: Server;
let send: TusParts['send'];
let store: MemoryStore;

beforeEach(async () => {
	tus = new TusServer();
	server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => tus.serve(request, response, Buffer.concat(chunks)));
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	store = new MemoryStore();
	const transport = createTransport({ scope: 'test', store, origin, sleep: async () => undefined });
	send = (path, init) => transport.send(new Request(origin + path, init));
});
afterEach(() => {
	server.closeAllConnections();
	server.close();
});

const size = 3 * PIECE + 12_345;
const bytes = new Uint8Array(randomBytes(size));
const file = new Blob([bytes]);
const hash = createHash('sha256').update(bytes).digest('hex');
const go = (more: Partial<TusParts> = {}) =>
	upload({ file, name: 'Giấy chứng sinh.pdf', send, store, pause: async () => undefined, ...more });
const arrived = (id: string) => createHash('sha256').update(tus.uploads.get(id)!.bytes).digest('hex');

test('pieces of a mebibyte, each with its checksum, and the name in Vietnamese', async () => {
	const sent: number[] = [];
	const { id, sha256 } = await go({ onProgress: (at) => sent.push(at) });
	expect(arrived(id)).toBe(hash);
	expect(sha256).toBe(hash);
	expect(tus.uploads.get(id)?.metadata).toEqual({ filename: 'Giấy chứng sinh.pdf', sha256: hash });
	expect(tus.patches).toBe(4);
	expect(tus.withoutChecksum).toBe(0);
	expect(sent).toEqual([0, PIECE, 2 * PIECE, 3 * PIECE, size]);
	expect(store.keys('motcua.upload.')).toEqual([]);
});

const FAULTS: [Fault][] = [['drop'], ['busy'], ['held'], ['lose-answer'], ['damage']];

test.each(FAULTS)('%s on the second and third piece', async (fault) => {
	tus.faults.set(2, fault).set(4, fault);
	const waits: boolean[] = [];
	const { id } = await go({ onWaiting: (waiting) => waits.push(waiting) });
	expect(arrived(id)).toBe(hash);
	expect(tus.received).toBe(size);
	if (fault !== 'damage') expect(waits).toContain(true);
	expect(waits.at(-1)).toBe(false);
});

/** The tab dies while it waits for the connection. */
async function killed(): Promise<void> {
	const kill = new AbortController();
	const dying = go({ signal: kill.signal, pause: async () => kill.abort() });
	await expect(dying).rejects.toMatchObject({ name: 'AbortError' });
}

test('after a killed tab only the rest is sent', async () => {
	tus.faults.set(3, 'drop');
	await killed();
	expect(store.keys('motcua.upload.')).toHaveLength(1);
	const before = tus.received;
	const { id } = await go();
	expect(arrived(id)).toBe(hash);
	expect(before).toBe(2 * PIECE);
	expect(tus.received).toBe(size);
	expect(tus.uploads.size).toBe(1);
});

test('a killed tab after the last piece sends nothing twice', async () => {
	tus.faults.set(4, 'lose-answer');
	await killed();
	const { id } = await go();
	expect(arrived(id)).toBe(hash);
	expect(tus.patches).toBe(4);
});

test('an upload that the service forgot begins anew, once', async () => {
	tus.faults.set(2, 'forget');
	const { id } = await go();
	expect(arrived(id)).toBe(hash);
	tus.patches = 0;
	tus.faults.set(2, 'forget').set(4, 'forget');
	await expect(go()).rejects.toMatchObject({ code: 'upload-gone' });
});

test('a line that damages everything is given up', async () => {
	for (let n = 1; n < 20; n++) tus.faults.set(n, 'damage');
	await expect(go()).rejects.toMatchObject({ code: 'checksum-mismatch' });
});

test('a connection that stays away is given up and can be tried again', async () => {
	for (let n = 1; n < 5; n++) tus.faults.set(n, 'drop');
	await expect(go({ patience: 2 })).rejects.toMatchObject({ code: 'network' });
	expect(arrived((await go()).id)).toBe(hash);
});

test('a refused file is forgotten, so that another try begins anew', async () => {
	tus.refuseAtEnd = true;
	await expect(go()).rejects.toMatchObject({ code: 'file-type-forbidden' });
	expect(store.keys('motcua.upload.')).toEqual([]);
});

test('where there is room again tomorrow nobody waits', async () => {
	tus.full = true;
	const waited: boolean[] = [];
	await expect(go({ onWaiting: (waiting) => waited.push(waiting) })).rejects.toMatchObject({ code: 'too-many-uploads' });
	expect(waited).toEqual([]);
});

test('stopping stops', async () => {
	const stop = new AbortController();
	const running = go({ signal: stop.signal, onProgress: (at) => at === PIECE && stop.abort() });
	await expect(running).rejects.toMatchObject({ name: 'AbortError' });
	expect(tus.received).toBe(PIECE);
});

test('files are told apart by their first bytes', async () => {
	expect(await kindOf(new Blob(['%PDF-1.7']), 'x')).toBe('pdf');
	expect(await kindOf(new Blob([new Uint8Array([0xff, 0xd8, 0xff, 0xe0])]), 'x')).toBe('jpeg');
	expect(await kindOf(new Blob([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])]), 'x')).toBe('png');
	expect(await kindOf(new Blob(['\r\n%PDF-1.4']), 'x')).toBe('pdf');
	expect(await kindOf(new Blob(['x%PDF-1.4']), 'x')).toBeNull();
	expect(await kindOf(new Blob(['<html>']), 'x')).toBeNull();
	expect(await kindOf(new Blob([]), 'x')).toBeNull();
});
