-- P1: one own dossier by id; who asks and which dossier are drawn at random for each request.
-- wrk -s read.lua URL -- TOKENS COUNT: a file with one caller's token a line, how many dossiers callers have in all.
local tails = {}
local threads = {}
local callers, dossiers

function setup(thread)
	thread:set("number", #threads)
	table.insert(threads, thread)
end

function init(args)
	for token in io.lines(args[1]) do
		table.insert(tails, " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\nAuthorization: Bearer "
			.. token .. "\r\n\r\n")
	end
	callers = #tails
	dossiers = tonumber(args[2])
	math.randomseed(number * 7919 + os.time())
end

-- See dossiers.sql for who owns which: number 12m belongs to caller m modulo the number of callers.
function request()
	local m = math.random(dossiers)

	return string.format("GET /v1/dossiers/01910000-0000-7000-8000-%.0f%s", 100000000000 + m * 12,
		tails[m % callers + 1])
end

-- One line for the bench: requests, seconds, p50, p95 and p99 in milliseconds, answers that were no 2xx, broken connections.
function done(summary, latency)
	local errors = summary.errors

	io.write(string.format("RESULT %d %.3f %.3f %.3f %.3f %d %d\n", summary.requests, summary.duration / 1e6,
		latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3, errors.status,
		errors.connect + errors.read + errors.write + errors.timeout))
end
