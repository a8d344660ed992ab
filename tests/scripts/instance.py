"""scripts/run as a process of the tests: each has a folder of its own (MOTCUA_RUN), so a checkout in use is left alone."""
import json
import os
import pathlib
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Tests ask as fast as they are answered; each request is counted all the same.
BUSY = " ".join(f"{name}=4000000000/4000000000" for name in ("key", "list", "search", "write", "heavy", "bulk"))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Instance:
    def __init__(self, folder, port=None, *arguments):
        self.folder = pathlib.Path(folder)
        self.arguments = arguments
        self.port = port or free_port()
        self.output = self.folder.with_name(self.folder.name + ".out")
        self.process = None

    def start(self, **settings):
        # what tests are told is no setting of the program
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_TEST_")}
        with open(self.output, "w", encoding="utf-8") as output:
            self.process = subprocess.Popen(
                [ROOT / "scripts/run", *self.arguments], stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                env={**environment, "MOTCUA_RUN": str(self.folder), "MOTCUA_PORT": str(self.port), "MOTCUA_CLASS_RATES": BUSY,
                     **settings},
                start_new_session=True)
        until = time.monotonic() + 600
        while "Ctrl-C" not in self.text() and self.process.poll() is None and time.monotonic() < until:
            time.sleep(0.1)
        return self

    def text(self):
        return self.output.read_text(encoding="utf-8")

    def ready(self):
        return "Ctrl-C" in self.text() and self.process.poll() is None

    def pid(self, service):
        return int((self.folder / "pids" / service).read_text().split()[0])

    def get(self, path, body=None):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body and json.dumps(body).encode(),
                                         {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()
        except OSError:
            return 0, b""

    def wait_until_ready(self, seconds=30):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.get("/readyz")[0] == 200:
                return
            time.sleep(0.1)
        raise AssertionError(self.text())

    def processes(self):
        """Every process of this instance: those whose command line names its folder."""
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    environment = (entry / "environ").read_bytes().decode(errors="replace")
                except OSError:
                    continue
                if f"MOTCUA_RUN={self.folder}\0" in environment + "\0" and command:
                    found.append(command)
        return found

    def stop(self, how=signal.SIGTERM):
        os.kill(self.process.pid, how)
        return self.process.wait(60)
