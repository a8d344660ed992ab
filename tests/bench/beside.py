"""One side of a comparison of two checkouts: beside.py CHECKOUT DOSSIERS SECONDS measures that checkout's program with that
checkout's own bench. A line on stdin (read, submit, citizens, staff) is a measurement; its figures are a line of JSON on stdout."""
import argparse
import json
import pathlib
import signal
import sys

HERE = pathlib.Path(__file__).resolve().parent
CHECKOUT = pathlib.Path(sys.argv[1]).resolve()
sys.path.insert(0, str(CHECKOUT / "tests/bench"))

from bench import Bench  # noqa: E402  (of the checkout)
from instance import CALLERS  # noqa: E402
from load import wrk  # noqa: E402
from wide import raw  # noqa: E402

ASKERS = 4  # who ask for lists at once, as many as the class has slots on two processors
OFFICERS = 16
# The accounts after the callers', each an officer of one of the units that have most; there was a time before posts.
MAKE_OFFICERS = f"""do $$
declare
	it record;
begin
	for it in select ('01900000-0000-7000-8000-' || (100000000000 + {CALLERS} + n))::uuid as account, unit_code
		from (select unit_code, row_number() over (order by count(*) desc, unit_code) as place, count(*) over () as units
			from dossier where code is not null group by unit_code) u
		join generate_series(1, {OFFICERS}) n on place = (n - 1) % units + 1
	loop
		if to_regclass('post') is not null then
			insert into post (id, account_id, unit_code, role, valid_from)
			values (gen_random_uuid(), it.account, it.unit_code, 'officer', date '2026-01-01');
		else
			update account set role = 'officer' where id = it.account;
			insert into account_unit (account_id, unit_code) values (it.account, it.unit_code);
		end if;
	end loop;
end $$"""


class Side:
    def __init__(self, dossiers, seconds):
        self.bench = Bench(argparse.Namespace(program=CHECKOUT / "build/release/motcua", go_peer=None, dossiers=dossiers,
                                              seconds=seconds, rounds=1))
        self.instance, self.seconds = self.bench.instance, seconds
        self.instance.open()
        self.instance.psql("-c", MAKE_OFFICERS)
        self.instance.start_api()
        self.instance.write_tokens()
        self.count = int(self.bench.submit(3, 15000).rate * seconds * 2) + 4000

    def read(self):
        self.instance.write_tokens()
        # The listener for reads had another name once.
        return self.bench.read(getattr(self.instance, "lookup", None) or self.instance.fast)

    def submit(self):
        self.instance.write_tokens()
        return self.bench.submit(self.seconds, self.count)

    def citizens(self):
        self.instance.write_tokens()
        return self.ask("/v1/dossiers?limit=20", self.instance.tokens.read_text().split())

    def staff(self):
        officers = range(CALLERS + 1, CALLERS + 1 + OFFICERS)
        return self.ask("/v1/inbox?limit=20", [self.instance.login(account) for account in officers])

    def ask(self, path, tokens):
        """The same list for each in turn."""
        file = self.bench.folder / "lists"
        requests = [raw("GET", path, token=token) for token in tokens]
        file.touch(mode=0o600)
        file.write_bytes(b"".join(f"{len(request)}\n".encode() + request for request in requests))
        return wrk(self.instance.work, HERE / "ask.lua", self.seconds, [file], self.bench.roots(), ASKERS)

    def serve(self):
        print(json.dumps({"ready": str(CHECKOUT)}), flush=True)
        measurements = {name: getattr(self, name) for name in ("read", "submit", "citizens", "staff")}
        for line in sys.stdin:
            figures = measurements[line.strip()]()
            print(json.dumps({"rate": figures.rate, "p95": figures.p95, "p99": figures.p99, "cpu": sum(figures.cpu.values())}),
                  flush=True)


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    side = Side(int(sys.argv[2]), int(sys.argv[3]))
    try:
        side.serve()
    finally:
        side.instance.close()


if __name__ == "__main__":
    main()
