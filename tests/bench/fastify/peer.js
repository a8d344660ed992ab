// A peer of the bench: reads one dossier as Motcua does, with Fastify and pg. The same token check (ES256, verified tokens
// cached), the same row under the same policies, the same headers, the same line in the log. pg can send queries ahead
// but not as one transaction, so who calls and the reading are one statement here: the one round trip that costs this peer
// least.
// Usage: node peer.js PORT SOCKET-FOLDER POOL PROCESSES PUBLIC-KEY.pem ISSUER
import cluster from "node:cluster";
import { createPublicKey, randomUUID, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import Fastify from "fastify";
import pg from "pg";

const CACHED_TOKENS = 8192;
const READ = {
	name: "dossier_own",
	text: `select '"' || k.version || '"' as etag, k.document || k.applicant_end as body from (
			select set_config('motcua.account', $1, true), set_config('motcua.role', $2, true),
				set_config('motcua.assurance', $3, true), set_config('application_name', $4, true), $5::uuid as id
			offset 0) context
		cross join lateral (select * from dossier_document where dossier_id = context.id) k`,
};
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const [port, socket, size, processes, keyFile, issuer] = process.argv.slice(2);

function verifyToken(key, token) {
	const parts = token.split(".");
	if (parts.length !== 3) return null;
	try {
		if (JSON.parse(Buffer.from(parts[0], "base64url")).alg !== "ES256") return null;
		const signed = Buffer.from(`${parts[0]}.${parts[1]}`);
		const signature = Buffer.from(parts[2], "base64url");
		if (!verify("sha256", signed, { key, dsaEncoding: "ieee-p1363" }, signature)) return null;
		const claims = JSON.parse(Buffer.from(parts[1], "base64url"));
		return claims.iss === issuer && claims.aud === "motcua" ? claims : null;
	} catch {
		return null;
	}
}

function start() {
	const key = createPublicKey(readFileSync(keyFile));
	const pool = new pg.Pool({ host: socket, database: "motcua", user: "motcua_citizen", max: Number(size), min: Number(size) });
	const tokens = new Map();
	const app = Fastify({ logger: true, disableRequestLogging: true });

	function callerOf(authorization) {
		if (!authorization?.startsWith("Bearer ")) return null;
		const token = authorization.slice(7);
		let claims = tokens.get(token);
		if (!claims) {
			claims = verifyToken(key, token);
			if (!claims) return null;
			if (tokens.size >= CACHED_TOKENS) tokens.clear();
			tokens.set(token, claims);
		}
		const now = Date.now() / 1000;
		return claims.exp > now && claims.nbf <= now + 30 ? claims : null;
	}

	app.get("/v1/dossiers/:id", async (request, reply) => {
		const id = randomUUID();
		const plain = id.replaceAll("-", "");
		reply.header("X-Request-Id", id).header("Traceparent", `00-${plain}-${plain.slice(16)}-00`);
		reply.header("Cache-Control", "no-store");
		const caller = callerOf(request.headers.authorization);
		if (!caller) return reply.code(401).send();
		if (!ID.test(request.params.id)) return reply.code(404).send();
		const values = [caller.sub, caller.role, caller.acr, `motcua-key ${id}`, request.params.id];
		const { rows } = await pool.query({ ...READ, values });
		if (rows.length === 0) return reply.code(404).send();
		reply.header("ETag", rows[0].etag).type("application/json");
		request.log.info({ event: "request", op: "getDossier", status: 200, us: Math.round(reply.elapsedTime * 1000),
			bytes_out: rows[0].body.length, request: id, account: caller.sub });
		return reply.send(rows[0].body);
	});
	app.listen({ port: Number(port), host: "127.0.0.1" });
}

if (cluster.isPrimary && Number(processes) > 1) {
	for (let i = 0; i < Number(processes); i++) cluster.fork();
	for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => process.exit(0));
} else {
	start();
}
