"""Ends the program, as by kill -9, before the n-th call that leaves something behind (tests/faults/crash_at.c)."""
import re
import struct
import subprocess

from harness.service import binary


def sanitizer():
    """The runtime of the sanitizers, which must be loaded before anything else; [] for a program without."""
    linked = subprocess.run(["ldd", binary()], check=True, text=True, stdout=subprocess.PIPE).stdout
    return re.findall(r"=> (\S*libasan\S*)", linked)


class Fuse:
    """What a process is given so that it can be ended, and how many calls it has left; 0: it goes on."""

    def __init__(self, path):
        self.path = path
        self.arm(0)
        self.settings = {"LD_PRELOAD": " ".join([*sanitizer(), str(binary().parent / "crash_at.so")]), "CRASH_AT": path}

    def arm(self, step):
        # In place: the process has it mapped.
        with open(self.path, "r+b" if self.path.exists() else "wb") as file:
            file.write(struct.pack("q", step))


class Crash:
    """Of the API of a service: it runs with the means to end it, and is started anew after it has been used."""

    def __init__(self, service):
        self.service = service
        self.fuse = Fuse(service.folder / "crash-at")
        self.arm = self.fuse.arm
        service.stop_api()
        service.start_api(**self.fuse.settings)

    def crashed(self):
        """Whether it has ended; then it runs again."""
        self.arm(0)
        try:
            self.service.api.process.wait(0.05 if self.service.ask("/healthz") == 200 else 10)
        except subprocess.TimeoutExpired:
            return False
        self.service.start_api(**self.fuse.settings)
        return True
