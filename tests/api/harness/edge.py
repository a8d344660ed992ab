"""nginx with the shipped configuration in front of a running service."""
import grp
import os
import re
import socket
import subprocess
import time

from harness.contract import ROOT
from harness.service import binary, plain_environment


class Edge:
    """site: the site folder; rate: what stands in each "rate=Nr/m" and "burst=N" of the classes, None: what the build says."""

    def __init__(self, service, site=ROOT / "schema/sample/site", rate=None, name="nginx"):
        self.folder = service.folder / name
        self.folder.mkdir()
        built = self.folder / "built"
        (built / "portal").mkdir(parents=True)
        (built / "portal/index.html").write_text("<!doctype html><title>portal</title>")
        subprocess.run([ROOT / "docker/nginx/site", site, built, self.folder / "web"], check=True)
        for listener in (service.lookup, service.work) if service.api else ():
            # Under root nginx' workers are another user than the program, whose sockets are its own.
            os.chmod(listener[5:], 0o777)
        if os.geteuid() == 0:
            # Their group reads the files, and gets what is made later.
            for path in (service.folder / "blobs", *(service.folder / "blobs").rglob("*")):
                os.chown(path, -1, grp.getgrnam("nogroup").gr_gid)
                os.chmod(path, 0o2750 if path.is_dir() else 0o640)
        self.listeners = self.folder / "listeners.conf"
        written = (binary().parent / "gen/nginx_listeners.conf").read_text()
        self.listeners.write_text(written if rate is None else re.sub(r"(rate|burst)=\d+", rf"\g<1>={rate}", written))
        # Between looking for a free port and taking it somebody else may be faster.
        for _ in range(5):
            if self.start(service):
                return
        raise AssertionError(self.log())

    def log(self):
        path = self.folder / "error.log"
        return path.read_text() if path.exists() else ""

    def start(self, service):
        """Whether nginx listens on a port that was free a moment ago."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"127.0.0.1:{self.port}"
        instances = [*([service] if service.api else []), *service.instances]
        subprocess.run([ROOT / "docker/nginx/render", self.folder / "conf", f"STATE={self.folder}",
                        f"ERROR_LOG={self.folder}/error.log", f"ACCESS_LOG={self.folder}/access.log",
                        f"LISTENERS={self.listeners}", f"WEB={self.folder}/web",
                        f"LISTEN={self.address}", *[f"LOOKUP_SOCKET={instance.lookup}" for instance in instances],
                        *[f"WORK_SOCKET={instance.work}" for instance in instances], f"BLOBS={service.folder}/blobs"],
                       check=True, env=plain_environment())
        self.process = subprocess.Popen(
            ["nginx", "-e", self.folder / "error.log", "-p", self.folder / "conf", "-c", self.folder / "conf/nginx.conf"],
            env={**plain_environment(), "PATH": os.environ["PATH"] + ":/usr/sbin"})
        taken = f"bind() to {self.address} failed"
        for _ in range(500):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                if taken not in self.log():
                    return True
            except OSError:
                pass
            if taken in self.log():
                self.stop()
                return False
            time.sleep(0.02)
        raise AssertionError(self.log())

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


def raw(address, data, timeout=3):
    """Sends bytes as they are; returns the statuses of all answers, and everything that came back."""
    family = socket.AF_UNIX if address.startswith("unix:") else socket.AF_INET
    with socket.socket(family) as connection:
        connection.settimeout(timeout)
        host, _, port = address.rpartition(":")
        connection.connect(address[5:] if family == socket.AF_UNIX else (host, int(port)))
        answer = b""
        try:
            connection.sendall(data)
            while piece := connection.recv(65536):
                answer += piece
        except (TimeoutError, ConnectionError):
            pass
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3})", answer)], answer
