"""This checkout's program beside that of another checkout, each with its own database and its own bench, in turn."""
import json
import pathlib
import statistics
import subprocess
import sys

from instance import HERE, ROOT, fail, say

GOALS = {"read": "P1", "submit": "P2", "citizens": "Citizens' lists", "staff": "The staff's lists"}


class Side:
    """A process that measures one checkout when told to."""

    def __init__(self, checkout, options):
        if not (checkout / "build/release/motcua").exists():
            fail(f"{checkout} has no build/release/motcua: build it there first")
        self.checkout = checkout
        command = [sys.executable, "-B", HERE / "beside.py", checkout, str(options.dossiers), str(options.seconds)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            fail(f"the bench of {self.checkout} ended")
        return json.loads(line)

    def measure(self, what):
        self.process.stdin.write(what + "\n")
        self.process.stdin.flush()
        return self.answer()

    def end(self):
        self.process.stdin.close()
        self.process.wait(60)


def compare(options):
    """Prints, for reading, submitting and lists, the median of the rounds' ratios, and the rounds."""
    sides = []
    try:
        for checkout in (ROOT, pathlib.Path(options.beside).resolve()):
            say(f"Opening {checkout} ...")
            sides.append(Side(checkout, options))
            sides[-1].answer()
        found = {what: [] for what in GOALS}
        for number in range(options.rounds):
            for what, rounds in found.items():
                # Who goes first changes from round to round.
                first = number % 2
                figures = {one: sides[one].measure(what) for one in (first, 1 - first)}
                rounds.append((figures[0], figures[1]))
                say(f"   round {number + 1}: {what} {figures[0]['rate']:.0f} beside {figures[1]['rate']:.0f} req/s")
        for what, rounds in found.items():
            ratios = [ours["rate"] / theirs["rate"] for ours, theirs in rounds]
            costs = [ours["cpu"] / theirs["cpu"] for ours, theirs in rounds]
            p95, p99 = (statistics.median(ours[name] for ours, _ in rounds) for name in ("p95", "p99"))
            print(f"{GOALS[what]} beside the other checkout {statistics.median(ratios):.2f}, p95 {p95:.1f} ms, p99 {p99:.1f} ms"
                  f"   (rounds {', '.join(f'{ratio:.2f}' for ratio in ratios)};"
                  f" processor time a request {statistics.median(costs):.2f})", flush=True)
    finally:
        for side in sides:
            side.end()
