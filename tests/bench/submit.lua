-- P2: submits drafts, each once. wrk -s submit.lua URL -- TOKENS FIRST COUNT THREADS: a file with one caller's token a
-- line, the number of the first draft, how many there are, and how many threads wrk has.
local tokens = {}
local threads = {}
local callers, at, last, step

function setup(thread)
	thread:set("number", #threads)
	table.insert(threads, thread)
end

function init(args)
	for token in io.lines(args[1]) do
		table.insert(tokens, token)
	end
	callers = #tokens
	at = tonumber(args[2]) + number
	last = tonumber(args[2]) + tonumber(args[3]) - 1
	step = tonumber(args[4])
	exhausted = 0
end

-- Draft n belongs to caller n modulo the number of callers (drafts.sql).
function request()
	local n = at

	if n > last then
		exhausted = 1
		wrk.thread:stop()
		n = last
	end
	at = at + step
	return string.format("POST /v1/dossiers/01920000-0000-7000-8000-%.0f/submission HTTP/1.1\r\nHost: 127.0.0.1\r\n"
		.. "Accept: application/json\r\nContent-Length: 0\r\nIdempotency-Key: bench-%.0f\r\nAuthorization: Bearer %s\r\n\r\n",
		100000000000 + n, n, tokens[n % callers + 1])
end

function done(summary, latency)
	local errors = summary.errors
	local empty = 0

	for _, thread in ipairs(threads) do
		empty = empty + thread:get("exhausted")
	end
	io.write(string.format("RESULT %d %.3f %.3f %.3f %.3f %d %d\n", summary.requests, summary.duration / 1e6,
		latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3, errors.status,
		errors.connect + errors.read + errors.write + errors.timeout))
	if empty > 0 then
		io.write("the stock of drafts ran out\n")
	end
end
