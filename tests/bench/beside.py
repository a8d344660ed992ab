"""One side of a comparison of two checkouts: beside.py CHECKOUT DOSSIERS SECONDS measures that checkout's program with
that checkout's own bench. A line on stdin, read or submit, is a measurement; its figures are a line of JSON on stdout."""
import argparse
import json
import pathlib
import signal
import sys

CHECKOUT = pathlib.Path(sys.argv[1]).resolve()
sys.path.insert(0, str(CHECKOUT / "tests/bench"))

from bench import Bench  # noqa: E402  (of the checkout)


class Side:
    def __init__(self, dossiers, seconds):
        self.bench = Bench(argparse.Namespace(program=CHECKOUT / "build/release/motcua", go_peer=None, dossiers=dossiers,
                                              seconds=seconds, rounds=1))
        self.instance, self.seconds = self.bench.instance, seconds
        self.instance.open()
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

    def serve(self):
        print(json.dumps({"ready": str(CHECKOUT)}), flush=True)
        for line in sys.stdin:
            figures = getattr(self, {"read": "read", "submit": "submit"}[line.strip()])()
            print(json.dumps({"rate": figures.rate, "p99": figures.p99, "cpu": sum(figures.cpu.values())}), flush=True)


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    side = Side(int(sys.argv[2]), int(sys.argv[3]))
    try:
        side.serve()
    finally:
        side.instance.close()


if __name__ == "__main__":
    main()
