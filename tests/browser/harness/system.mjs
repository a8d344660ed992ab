// The whole system as a newcomer starts it: scripts/run on a free port, with a state folder of its own that begins empty.
import { spawn, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const ROOT = new URL('../../../', import.meta.url).pathname.replace(/\/$/, '');
const FOLDER = join(ROOT, '.test/browser');
const PATIENCE = 300_000;

function freePort() {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.on('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const { port } = server.address();
			server.close(() => resolve(port));
		});
	});
}

/** The words of a process's stat line after its name; the 20th says when it began, which no later process shares. */
function beganAt(pid) {
	try {
		return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')[19];
	} catch {
		return null;
	}
}

/** An earlier run of the tests that was killed outright may have left its system running in the same folder. */
async function endLeftovers() {
	let pid, start;
	try {
		[pid, start] = readFileSync(join(FOLDER, 'pids/run'), 'utf8').trim().split(' ');
	} catch {
		return;
	}
	if (beganAt(pid) !== start) return;
	process.kill(Number(pid), 'SIGTERM');
	for (let i = 0; i < 600 && beganAt(pid) === start; i++) await sleep(100);
}

const tail = (file) => readFileSync(file, 'utf8').split('\n').slice(-30).join('\n');

export class System {
	#process;
	#ended = null;

	static async start() {
		const system = new System();
		await endLeftovers();
		mkdirSync(FOLDER, { recursive: true });
		execFileSync(join(ROOT, 'scripts/database'), ['stop', FOLDER]);
		rmSync(FOLDER, { recursive: true, force: true });
		mkdirSync(FOLDER, { recursive: true });
		const port = await freePort();
		const log = join(FOLDER, 'run.log');
		// what the caller has set for an instance of his own must not reach this one
		const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('MOTCUA_')));
		const output = openSync(log, 'w');
		system.base = `http://127.0.0.1:${port}`;
		system.#process = spawn(join(ROOT, 'scripts/run'), {
			env: { ...env, MOTCUA_PORT: String(port), MOTCUA_RUN: FOLDER },
			stdio: ['ignore', output, output],
		});
		system.#ended = new Promise((resolve) => system.#process.on('exit', resolve));
		await system.#ready(log);
		system.logins = JSON.parse(readFileSync(join(FOLDER, 'sample-logins.json'), 'utf8'));
		return system;
	}

	async #ready(log) {
		const until = Date.now() + PATIENCE;
		while (Date.now() < until) {
			if (this.#process.exitCode !== null) throw new Error(`scripts/run ended with ${this.#process.exitCode}:\n${tail(log)}`);
			if (/^Motcua đang chạy/m.test(readFileSync(log, 'utf8'))) return;
			await sleep(200);
		}
		await this.stop();
		throw new Error(`scripts/run was not ready in ${PATIENCE / 1000} s:\n${tail(log)}`);
	}

	/** The newest code that went to a phone as a text message. */
	async code(phone) {
		const file = join(FOLDER, 'outbox/sms.jsonl');
		for (const until = Date.now() + 30_000; Date.now() < until; await sleep(100)) {
			const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter((line) => line.endsWith('}')) : [];
			const codes = lines.map((line) => JSON.parse(line)).filter((message) => message.to === phone)
				.flatMap((message) => message.text.match(/(?<=mã xác nhận )\d{6}/) ?? []);
			if (codes.length > 0) return codes.at(-1);
		}
		throw new Error(`No code went to ${phone}.`);
	}

	/** Beside the program, as the database's superuser. */
	sql(statement) {
		const socket = execFileSync(join(ROOT, 'scripts/database'), ['socket', FOLDER], { encoding: 'utf8' }).trim();
		execFileSync('psql', ['-X', '-q', '-h', socket, '-U', 'postgres', '-d', 'motcua', '-v', 'ON_ERROR_STOP=1', '-c', statement]);
	}

	/** The bank tells of a transfer; the answer is what the service made of it ("settled", ...). */
	bank(amount, content, ...more) {
		return this.#simulate('bank', String(amount), content, ...more);
	}

	/** The carrier takes the letter along its way and tells of every step. */
	carrier(trackingNumber, ...more) {
		return this.#simulate('carrier', trackingNumber, ...more);
	}

	#simulate(name, ...words) {
		const secrets = join(FOLDER, 'keys/webhook-secrets.json');
		const program = join(ROOT, 'tests/simulators', name);
		return execFileSync('/usr/bin/python3', [program, '--base', this.base, '--secrets', secrets, ...words], { encoding: 'utf8' }).trim();
	}

	async stop() {
		if (!this.#process || this.#process.exitCode !== null) return;
		this.#process.kill('SIGTERM');
		await this.#ended;
	}
}
