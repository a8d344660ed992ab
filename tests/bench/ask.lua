-- P7: asks the same few requests over and over. wrk -s ask.lua URL -- FILE: each request as a line with its length and
-- the bytes after it. What is refused is counted, not failed: 503 is what a full class answers.
local requests = {}
local at = 0

function init(args)
	local file = io.open(args[1], "rb")

	for length in function() return file:read("*l") end do
		table.insert(requests, file:read(tonumber(length)))
	end
	file:close()
end

function request()
	at = at % #requests + 1
	return requests[at]
end

function done(summary, latency)
	local errors = summary.errors

	io.write(string.format("RESULT %d %.3f %.3f %.3f %.3f %d %d\n", summary.requests, summary.duration / 1e6,
		latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3, errors.status,
		errors.connect + errors.read + errors.write + errors.timeout))
end
