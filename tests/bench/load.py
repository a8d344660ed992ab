"""Load: wrk and pgbench, what they say, and what the others burn meanwhile."""
import os
import pathlib
import re
import resource
import statistics
import subprocess
import threading

from instance import CALLERS, HERE, fail, statement

HZ = os.sysconf("SC_CLK_TCK")


class Figures:
    """One measured run: requests a second, milliseconds (None: not known), microseconds of processor time a request."""

    def __init__(self, rate, cpu, p50=None, p99=None, mean=None, p95=None, refused=0):
        self.rate, self.cpu, self.p50, self.p95, self.p99, self.mean = rate, cpu, p50, p95, p99, mean
        self.refused = refused  # share of the requests


def median(runs):
    """Member by member over the runs of one contender."""
    def of(name):
        values = [getattr(run, name) for run in runs]
        return None if None in values else statistics.median(values)

    cpu = {who: statistics.median(run.cpu[who] for run in runs) for who in runs[0].cpu}
    return Figures(of("rate"), cpu, of("p50"), of("p99"), of("mean"), of("p95"), of("refused"))


def ticks(pid):
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def children(pid):
    try:
        tasks = list(pathlib.Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []


def client_time():
    """Seconds of processor time of the load generators that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Meter:
    """Processor time of process trees while it runs. Sampled, because PostgreSQL's processes end with their clients."""

    def __init__(self, roots):
        self.roots, self.seen, self.base = roots, {}, {}
        self.client = client_time()
        self.stopped = threading.Event()
        self.sample()
        self.base = dict(self.seen)
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def sample(self):
        for name, root in self.roots.items():
            for pid in [root, *children(root)]:
                self.seen[name, pid] = max(self.seen.get((name, pid), 0), ticks(pid))

    def run(self):
        while not self.stopped.wait(0.2):
            self.sample()

    def stop(self, requests):
        self.stopped.set()
        self.thread.join()
        self.sample()
        total = {name: 0 for name in self.roots}
        for key, value in self.seen.items():
            total[key[0]] += value - self.base.get(key, 0)
        used = {name: value / HZ * 1e6 / max(requests, 1) for name, value in total.items()}
        return {**used, "client": (client_time() - self.client) * 1e6 / max(requests, 1)}


def start_wrk(port, script, seconds, arguments, clients, threads):
    command = ["wrk", f"-t{threads}", f"-c{clients}", f"-d{seconds}s", "--timeout", "30s", "-s", HERE / script,
               f"http://127.0.0.1:{port}", "--", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def end_wrk(running, meter=None, may_be_refused=False):
    out, err = running.communicate()
    result = re.search(r"^RESULT (\d+) ([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) (\d+) (\d+)$", out, re.M)
    if running.returncode != 0 or result is None:
        fail(f"wrk: {out[-600:]} {err[-600:]}")
    requests, took, p50, p95, p99, refused, broken = map(float, result.groups())
    if (refused > 0 and not may_be_refused) or broken > 0 or requests == 0:
        fail(f"wrk: of {requests:.0f} requests {refused:.0f} got no 2xx, {broken:.0f} broke")
    if "ran out" in out:
        fail("the stock of drafts ran out: the figure would be wrong")
    return Figures(requests / took, meter.stop(requests) if meter else {}, p50, p99, p95=p95, refused=refused / requests)


def wrk(port, script, seconds, arguments, roots, clients=32, threads=2):
    meter = Meter(roots)
    return end_wrk(start_wrk(port, script, seconds, arguments, clients, threads), meter)


def pgbench(instance, script, seconds, clients, roots, variables=None, times=False):
    """times: also the percentiles, for which pgbench logs every transaction."""
    file = instance.folder / "pgbench.sql"
    log = instance.folder / "log" / "pgbench-times"
    file.write_text(script, encoding="utf-8")
    for old in log.parent.glob("pgbench-times.*"):
        old.unlink()
    command = ["pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(seconds),
               "-h", instance.socket, "-U", "motcua_citizen", "-f", file]
    command += ["-l", "--log-prefix", log] if times else []
    for name, value in (variables or {}).items():
        command += ["-D", f"{name}={value}"]
    meter = Meter(roots)
    done = subprocess.run([*command, "motcua"], capture_output=True, text=True)
    rate = re.search(r"^tps = ([\d.]+)", done.stdout, re.M)
    count = re.search(r"^number of transactions actually processed: (\d+)", done.stdout, re.M)
    if done.returncode != 0 or rate is None or "aborted" in done.stderr:
        fail(f"pgbench: {done.stdout[-400:]} {done.stderr[-800:]}")
    cpu = meter.stop(int(count.group(1)))
    average = float(re.search(r"^latency average = ([\d.]+)", done.stdout, re.M).group(1))
    if not times:
        return Figures(float(rate.group(1)), cpu, mean=average)
    took = sorted(int(line.split(" ", 3)[2]) for part in log.parent.glob("pgbench-times.*")
                   for line in part.read_text().splitlines())
    return Figures(float(rate.group(1)), cpu, took[len(took) // 2] / 1000, took[len(took) * 99 // 100] / 1000, average)


def filled(name, values):
    """A query of the program with $1... replaced by what pgbench computes."""
    text = statement(name)
    for number in range(len(values), 0, -1):
        text = text.replace(f"${number}", values[number - 1])
    return text.rstrip() + ";\n"


SOME_ID = "'01a209f0-a6cf-7a68-8762-029bc94d2bae'"


def context(account, request=SOME_ID):
    return filled("context_enter", [account, "'citizen'", "'password'", f"'motcua-key ' || {request}"])


def read_script(dossiers):
    """P1: the program's own two statements in one pipeline, for random dossiers of the callers."""
    return (f"\\set m random(1, {dossiers})\n\\set n 100000000000 + :m * 12\n\\set a 100000000001 + :m % {CALLERS}\n"
            "\\startpipeline\n" + context("'01900000-0000-7000-8000-' || :a")
            + filled("dossier_own", ["('01910000-0000-7000-8000-' || :n)::uuid"]) + "\\endpipeline\n")


def submit_script(clients):
    """P2: the program's own statements in its three round trips. A pipeline's results cannot be used by pgbench, so the
    dossier's code is looked up again (drafts.sql lets it) and the receipt a constant of the usual size."""
    account, dossier = "'01900000-0000-7000-8000-' || :a", "('01920000-0000-7000-8000-' || :n)::uuid"
    key = filled("idempotency_set", ["'bench-' || :n", "'submitDossier'", "repeat('0', 64)", "''"])
    # each request has an id of its own, under which its reply is kept
    begin = "\\startpipeline\n" + context(account, "'01930000-0000-7000-8000-' || :n")
    submit = filled("dossier_submit", [
        dossier, "7", f"(select k.code from dossier_code k where k.dossier_id = {dossier})", "now()", "now() + interval '1 day'",
        "now() + interval '5 days'", "false", f"(select b.content from bench_content b where b.dossier_id = {dossier})",
        ":payload::text", ":jws::text",
        "encode(sha256((:a)::text::bytea), 'hex')", "null"])
    return (f"\\set i :i + {clients}\n\\set n 100000000000 + :first + :client_id + :i\n"
            f"\\set a 100000000001 + :n % {CALLERS}\n" + begin + filled("dossier_facts", [dossier]) + "\\endpipeline\n"
            + begin + filled("dossier_number", [dossier, "'bench-' || :n"]) + "\\endpipeline\n"
            + begin + key + submit + "\\endpipeline\n")
