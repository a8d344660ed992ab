"""P1, P2, P6 and P7 of the goals: each contender in turn, round after round, and the medians of the rounds, so that
what else the machine does falls on all alike. Figures on stdout, progress on stderr. Started by tests/bench/run."""
import argparse
import os
import pathlib
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time

from compare import compare
from instance import CALLERS, HERE, ROOT, Instance, Process, fail, free_port, http, need, say, statement
from load import median, pgbench, read_script, submit_script, wrk
from wide import Wide

READERS = 32
SUBMITTERS = 16
IDLE = 256
POOLS = (2, 4, 8, 16)
STOCKED = """select f.blob_sha256, f.dossier_id::text || f.component_code from dossier_file f where f.dossier_id between
    ('01920000-0000-7000-8000-' || (100000000000 + {}))::uuid and
    ('01920000-0000-7000-8000-' || (100000000000 + {}))::uuid"""
GOALS = ("p1", "p2", "p6", "p7", "wide")


def figure(name, value, goal="", met=True):
    print(f"{name} {value}" + (f"   (goal {goal}{'' if met else ': MISSED'})" if goal else ""), flush=True)


def ratio(name, ours, theirs, goal):
    value = ours / theirs
    figure(name, f"{value:.2f}", f">= {goal}", value >= goal)


def by_processor_time(goal, ours, others):
    """The same ratios by what a request costs in processor time, everyone's included: what a free machine tends to, and
    the better measure on a busy one, where the rates tell rather who has more threads to be scheduled."""
    cost = sum(ours.cpu.values())
    found = ", ".join(f"{name} {sum(run.cpu.values()) / cost:.2f}" for name, run in others.items())
    print(f"   {goal} by processor time: vs {found}", flush=True)


def detail(name, run):
    cpu = " + ".join(f"{who} {used:.0f}" for who, used in run.cpu.items() if round(used) > 0)
    times = f"mean {run.mean:7.2f} ms" if run.p99 is None else f"p50 {run.p50:7.2f} ms   p99 {run.p99:7.2f} ms"
    print(f"   {name:<38} {run.rate:8.0f} req/s   {times:<31} CPU us/req {sum(run.cpu.values()):.0f} = {cpu}",
          flush=True)


class Bench:
    def __init__(self, options):
        folder = ROOT / ".test/bench"
        self.options = options
        self.folder = folder
        self.instance = Instance(folder, options.program, options.dossiers)
        self.seconds, self.rounds = options.seconds, options.rounds
        self.next_draft = 0

    def roots(self, **more):
        """Whose processor time is counted."""
        postmaster = int((self.folder / "pg/postmaster.pid").read_text().split()[0])
        found = {"postgres": postmaster}
        if self.instance.api is not None:
            found["motcua"] = self.instance.api.child.pid
        return {**found, **more}

    def interleaved(self, contenders):
        """{name: function} -> {name: Figures}, the medians of the rounds."""
        runs = {name: [] for name in contenders}
        for number in range(self.rounds):
            self.instance.write_tokens()
            for name, run in contenders.items():
                runs[name].append(run())
                say(f"   round {number + 1}: {name} {runs[name][-1].rate:.0f} req/s")
        return {name: median(found) for name, found in runs.items()}

    # ---- P1 -----------------------------------------------------------------------------------

    def read(self, port, seconds=None, **more):
        arguments = [self.instance.tokens, self.instance.readable_dossiers()]
        return wrk(port, "read.lua", seconds or self.seconds, arguments, self.roots(**more), READERS)

    def read_database(self, clients, seconds=None):
        script = read_script(self.instance.readable_dossiers())
        return pgbench(self.instance, script, seconds or self.seconds, clients, self.roots())

    def go(self, pool):
        texts = []
        for name in ("context_enter", "dossier_own"):
            texts.append(self.folder / f"{name}.sql")
            texts[-1].write_text(statement(name), encoding="utf-8")
        port = free_port()
        command = [self.options.go_peer, f"127.0.0.1:{port}", self.instance.url("motcua_citizen"), str(pool),
                   self.instance.public_key(), "http://127.0.0.1", *texts]
        return port, Process("go", command, self.folder, ready=port)

    def fastify(self, pool, processes):
        port = free_port()
        command = ["node", HERE / "fastify/peer.js", str(port), self.instance.socket, str(pool), str(processes),
                   self.instance.public_key(), "http://127.0.0.1"]
        return port, Process("fastify", command, self.folder, env={**os.environ, "NODE_ENV": "production"}, ready=port)

    def check_peer(self, port, name):
        """The peer gives what the program gives, and refuses what the program refuses."""
        tokens = self.instance.tokens.read_text().split()
        mine = "/v1/dossiers/01910000-0000-7000-8000-%d" % (100000000000 + 12 * CALLERS)
        wanted = http(self.instance.lookup, "GET", mine, headers={"Authorization": f"Bearer {tokens[0]}"})
        given = http(port, "GET", mine, headers={"Authorization": f"Bearer {tokens[0]}"})
        same = ("Content-Type", "ETag", "Cache-Control")
        if wanted[0] != 200 or given[0] != 200 or wanted[2] != given[2]:
            fail(f"{name} does not answer as the program does: {given[0]} {given[2][:200]}")
        if any((wanted[1][h] or "").split(";")[0] != (given[1][h] or "").split(";")[0] for h in same) or any(
                given[1][h] is None for h in ("X-Request-Id", "Traceparent")):
            fail(f"{name} gives other headers: {given[1]}")
        head, body, signature = tokens[0].split(".")
        forged = ".".join((head, body, signature[:-10] + "AAAAAAAAAA"))
        for token, status in ((tokens[1], 404), (forged, 401)):
            got = http(port, "GET", mine, headers={"Authorization": f"Bearer {token}"})[0]
            if got != status:
                fail(f"{name} answers {got} where {status} is due")

    def best(self, name, candidates, start):
        """Tries each size briefly, keeps the fastest: (candidate, port, process) of a running peer."""
        rates = {}
        for candidate in candidates:
            port, peer = start(*candidate)
            self.check_peer(port, name)
            rates[candidate] = self.read(port, 2, **{name: peer.child.pid}).rate
            peer.stop()
        chosen = max(rates, key=rates.get)
        say(f"   {name}: " + ", ".join(f"{c} {rate:.0f}" for c, rate in rates.items()) + f" -> {chosen}")
        port, peer = start(*chosen)
        self.check_peer(port, name)
        return chosen, port, peer

    def nginx(self):
        """nginx as scripts/run has it, before the program, or None with the reason said."""
        listeners = pathlib.Path(self.options.program).parent / "gen/nginx_listeners.conf"
        folder, port = self.folder / "nginx", free_port()
        if shutil.which("nginx") is None or not listeners.exists():
            say("   nginx is not measured: it is not installed, or the build has no gen/nginx_listeners.conf")
            return None, None
        (folder / "built").mkdir(parents=True, exist_ok=True)
        subprocess.run([ROOT / "docker/nginx/site", ROOT / "schema/sample/site", folder / "built", folder / "web"], check=True)
        log = self.folder / "log"
        done = subprocess.run([ROOT / "docker/nginx/render", folder, f"STATE={folder}", f"LISTEN=127.0.0.1:{port}",
                               f"WEB={folder}/web", f"BLOBS={folder}/blobs", f"LISTENERS={listeners}", f"ERROR_LOG={log}/nginx-error.log",
                               f"ACCESS_LOG={log}/nginx-access.log", f"LOOKUP_SOCKET=127.0.0.1:{self.instance.lookup}",
                               f"WORK_SOCKET=127.0.0.1:{self.instance.work}"], capture_output=True, text=True)
        if done.returncode != 0:
            fail(f"docker/nginx/render: {done.stderr}")
        command = ["nginx", "-e", f"{log}/nginx-error.log", "-p", folder, "-c", folder / "nginx.conf"]
        if os.getuid() == 0:
            for name in ("nginx-error.log", "nginx-access.log"):
                (log / name).touch()
                shutil.chown(log / name, "www-data", "www-data")
            shutil.chown(folder, "www-data", "www-data")
            command = ["setpriv", "--reuid", "www-data", "--regid", "www-data", "--clear-groups", *command]
        return port, Process("nginx", command, self.folder, ready=port)

    def p1(self):
        say("P1: reading one dossier")
        self.instance.start_api()
        self.instance.write_tokens()
        self.read(self.instance.lookup, 2)  # warm
        rates = {clients: self.read_database(clients, 2).rate for clients in (4, 8, 16, 32)}
        clients = max(rates, key=rates.get)
        pool, go_port, go = self.best("go", [(p,) for p in POOLS], self.go)
        size, node_port, node = self.best("fastify", [(p, n) for n in (1, 2) for p in (2, 4, 8)], self.fastify)
        edge_port, edge = self.nginx()
        contenders = {
            "motcua": lambda: self.read(self.instance.lookup),
            "pgbench": lambda: self.read_database(clients),
            "go": lambda: self.read(go_port, go=go.child.pid),
            "fastify": lambda: self.read(node_port, fastify=node.child.pid),
        }
        if edge is not None:
            contenders["nginx"] = lambda: self.read(edge_port, nginx=edge.child.pid)
        found = self.interleaved(contenders)
        Process.stop_all()
        ours = found["motcua"]
        ratio("P1 vs pgbench", ours.rate, found["pgbench"].rate, 0.6)
        ratio("P1 vs Go", ours.rate, found["go"].rate, 2.5)
        ratio("P1 vs Fastify", ours.rate, found["fastify"].rate, 4)
        by_processor_time("P1", ours, {"pgbench": found["pgbench"], "Go": found["go"], "Fastify": found["fastify"]})
        detail("motcua, 32 connections", ours)
        detail(f"pgbench, {clients} clients", found["pgbench"])
        detail(f"Go net/http + pgx, pool {pool[0]}", found["go"])
        detail(f"Fastify + pg, {size[1]} process(es), pool {size[0]}", found["fastify"])
        if edge is not None:
            detail("motcua behind nginx", found["nginx"])
            figure("P1 through nginx vs direct", f"{found['nginx'].rate / ours.rate:.2f}")

    # ---- P2 -----------------------------------------------------------------------------------

    def stock(self, count):
        """Complete drafts, each to be submitted once; returns the number of the first."""
        first, self.next_draft = self.next_draft, self.next_draft + count
        self.instance.psql("-v", f"first={first}", "-v", f"count={count}", "-v", f"callers={CALLERS}", "-f",
                           HERE / "drafts.sql")
        self.put_files(first, count)
        return first

    def put_files(self, first, count):
        """Filing reads each file of a draft once: it is there."""
        listed = self.instance.psql("-A", "-t", "-c", STOCKED.format(first, first + count - 1))
        for sha256, text in (line.split("|") for line in listed.splitlines()):
            place = self.instance.folder / "blobs" / sha256[:2] / sha256
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text)

    def settle(self):
        """The stock is on the disk and counted before anything is measured."""
        self.instance.psql("-c", "vacuum (analyze) dossier, dossier_party, dossier_file, blob", "-c", "checkpoint")

    def submit(self, seconds, count):
        first = self.stock(count)
        self.settle()
        return wrk(self.instance.work, "submit.lua", seconds, [self.instance.tokens, first, count, 2], self.roots(),
                   SUBMITTERS)

    def submit_database(self, seconds, count, receipt):
        first = self.stock(count)
        self.settle()
        return pgbench(self.instance, submit_script(SUBMITTERS), seconds, SUBMITTERS, self.roots(),
                       {**receipt, "first": first, "i": -SUBMITTERS}, times=True)

    def usual_receipt(self):
        """The payload and signature of a receipt of about the average length, out of those the program wrote."""
        order = ("from receipt where payload like '%expected_by%' order by abs(length(jws) - (select avg(length(jws))"
                 " from receipt where payload like '%expected_by%')), dossier_id limit 1")
        return {name: self.instance.psql("-At", "-c", f"select {name} {order}") for name in ("payload", "jws")}

    def p2(self):
        say("P2: submitting a dossier")
        self.instance.start_api()
        self.instance.write_tokens()
        trial = self.submit(3, 15000).rate
        receipt = self.usual_receipt()
        floor = self.submit_database(3, 30000, receipt).rate
        count, count_database = (int(rate * self.seconds * 2) + 4000 for rate in (trial, floor))
        found = self.interleaved({
            "motcua": lambda: self.submit(self.seconds, count),
            "pgbench": lambda: self.submit_database(self.seconds, count_database, receipt),
        })
        self.instance.stop_api()
        ours = found["motcua"]
        ratio("P2 vs pgbench", ours.rate, found["pgbench"].rate, 0.9)
        figure("P2 p99 ms", f"{ours.p99:.1f}", "<= 40", ours.p99 <= 40)
        by_processor_time("P2", ours, {"pgbench": found["pgbench"]})
        detail("motcua, 16 clients", ours)
        detail("pgbench, 16 clients", found["pgbench"])

    # ---- P6 -----------------------------------------------------------------------------------

    def memory(self):
        """Resident and proportional size of the program in MiB."""
        text = pathlib.Path(f"/proc/{self.instance.api.child.pid}/smaps_rollup").read_text()
        sizes = dict(line.split(":", 1) for line in text.splitlines()[1:])
        return {name: int(sizes[name].split()[0]) / 1024 for name in ("Rss", "Pss")}

    def idle_connections(self, token):
        path = "/v1/dossiers/01910000-0000-7000-8000-%d" % (100000000000 + 12 * CALLERS)
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
        opened = []
        for _ in range(IDLE):
            connection = socket.create_connection(("127.0.0.1", self.instance.lookup), 10)
            connection.sendall(request)
            if not connection.recv(65536).startswith(b"HTTP/1.1 200 "):
                fail("an idle connection's first request was refused")
            opened.append(connection)
        return opened

    def p6(self):
        say("P6: memory and start")
        starts = []
        for number in range(5):
            starts.append(self.instance.start_api())
            if number < 4:
                self.instance.stop_api()
        fresh = self.memory()
        self.instance.write_tokens()
        self.read(self.instance.lookup, 3)
        opened = self.idle_connections(self.instance.tokens.read_text().split()[0])
        time.sleep(1)
        loaded = self.memory()
        for connection in opened:
            connection.close()
        self.instance.stop_api()
        figure("P6 memory MiB", f"{loaded['Rss']:.1f}", "<= 32", loaded["Rss"] <= 32)
        figure("P6 start s", f"{statistics.median(starts):.3f}", "<= 0.1", statistics.median(starts) <= 0.1)
        print(f"   resident at {IDLE} idle connections after load {loaded['Rss']:.1f} MiB (proportional share"
              f" {loaded['Pss']:.1f}), just started {fresh['Rss']:.1f} MiB;"
              f" starts {', '.join(f'{took:.3f}' for took in starts)} s", flush=True)

    # ---- P7 -----------------------------------------------------------------------------------

    def each_second(self, lock, request):
        """Once a second for as long as a measurement runs: a row is locked for a second, the request waits for it."""
        stopped, waited = threading.Event(), []

        command = ["psql", "-XqAt", "-h", self.instance.socket, "-U", "postgres", "-d", "motcua",
                   "-c", "begin", "-c", f"do $$ begin perform {lock}; end $$", "-c", "select 'locked'",
                   "-c", "select pg_sleep(1)", "-c", "rollback"]

        def loop():
            while not stopped.is_set():
                with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
                    if holder.stdout.readline() != "locked\n":
                        fail("the row could not be locked")
                    begin = time.monotonic()
                    request()
                    waited.append(time.monotonic() - begin)

        thread = threading.Thread(target=loop)
        thread.start()

        def stop():
            stopped.set()
            thread.join()
            if not waited or statistics.median(waited) < 0.7:
                fail(f"the slow query did not take a second: {waited}")
        return stop

    def read_beside(self, lock, request):
        stop = self.each_second(lock, request)
        try:
            return self.read(self.instance.lookup)
        finally:
            stop()

    def p7(self):
        say("P7: reading beside a slow query")
        self.instance.start_api()
        self.instance.write_tokens()
        account = CALLERS + 7
        account_id = f"01900000-0000-7000-8000-{100000000000 + account}"
        draft = f"01920000-0000-7000-8000-{100000000000 + self.stock(64)}"
        token = self.instance.tokens.read_text().split()[(self.next_draft - 64) % CALLERS]

        def change():
            status, _, body = http(self.instance.work, "PATCH", f"/v1/dossiers/{draft}", {"return_channel": "online"},
                                   {"Authorization": f"Bearer {token}", "If-Match": "*"})
            if status != 200:
                fail(f"PATCH: {status} {body[:300]}")

        found = self.interleaved({
            "alone": lambda: self.read(self.instance.lookup),
            "sign-in": lambda: self.read_beside(f"id from account where id = '{account_id}' for update",
                                                lambda: self.instance.login(account)),
            "change": lambda: self.read_beside(f"id from dossier where id = '{draft}' for update", change),
        })
        self.instance.stop_api()
        alone = found.pop("alone")
        detail("alone", alone)
        for name, beside in found.items():
            value = beside.p99 / alone.p99
            figure(f"P7 p99 ratio beside a {name} that waits 1 s for a lock", f"{value:.2f}", "<= 1.5", value <= 1.5)
            detail(f"beside a waiting {name}", beside)

    def wide(self):
        say("P7 wide: a victim beside the worst of each class")
        self.instance.start_api()
        self.instance.write_tokens()
        found = Wide(self).run(self.seconds, self.rounds)
        self.instance.stop_api()
        for what, (victim, askers) in found.items():
            # Whoever reads by a key waits for those who do the same; it is the other classes that never matter.
            goal = () if what == "nothing" else ("<= 20", victim.p95 <= 20)
            figure(f"P7 wide beside {what}: victim's p95 ms", f"{victim.p95:.1f}", *goal)
            if askers is not None:
                print(f"   victim p50 {victim.p50:.1f}, p99 {victim.p99:.1f} ms; 8 askers {askers.rate:.0f} req/s, p50"
                      f" {askers.p50:.0f} ms, refused {askers.refused:.0%}", flush=True)


def main():
    parser = argparse.ArgumentParser(prog="tests/bench/run", description=__doc__)
    parser.add_argument("--program", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--go-peer", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--seconds", type=int, default=8, help="of each measurement (8)")
    parser.add_argument("--rounds", type=int, help="each contender's measurements (3; 5 beside another checkout)")
    parser.add_argument("--beside", metavar="CHECKOUT", help="another checkout, built there: P1, P2 and lists as ratios to its own")
    parser.add_argument("--dossiers", type=int, default=300000, help="in the database (300000)")
    parser.add_argument("goals", nargs="*", help="p1 p2 p6 p7 wide; all if none is named")
    options = parser.parse_args()
    options.rounds = options.rounds or (5 if options.beside else 3)
    goals = options.goals or GOALS
    if not set(goals) <= set(GOALS):
        parser.error(f"goals are {', '.join(GOALS)}")
    if options.dossiers < 3000 or options.seconds < 1 or options.rounds < 1:
        parser.error("at least 3000 dossiers, 1 second, 1 round")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    need("wrk", "pgbench", "psql", "openssl", "node")
    if options.beside:
        compare(options)
        return 0
    bench = Bench(options)
    try:
        bench.instance.open()
        print(f"{options.dossiers} dossiers, {os.cpu_count()} processors, {options.rounds} rounds of {options.seconds} s,"
              f" load of the machine before {os.getloadavg()[0]:.1f}", flush=True)
        if os.getloadavg()[0] > os.cpu_count():
            print("THE MACHINE IS BUSY with other work: the rates below say little", flush=True)
        for goal in goals:
            getattr(bench, goal)()
    finally:
        bench.instance.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
