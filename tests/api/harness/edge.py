"""nginx with the shipped configuration in front of a running service."""
import os
import re
import socket
import subprocess
import time

from harness.contract import ROOT
from harness.service import binary, plain_environment


class Edge:
    def __init__(self, service):
        self.folder = service.folder / "nginx"
        self.folder.mkdir()
        (self.folder / "web/portal").mkdir(parents=True)
        (self.folder / "web/portal/index.html").write_text("<!doctype html><title>portal</title>")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"127.0.0.1:{self.port}"
        for lane in (service.fast, service.slow):
            # Under root nginx' workers are another user than the program, whose sockets are its own.
            os.chmod(lane[5:], 0o777)
        lanes = binary().parent / "gen/nginx_lanes.conf"
        subprocess.run([ROOT / "docker/nginx/render", self.folder / "conf", f"STATE={self.folder}",
                        f"ERROR_LOG={self.folder}/error.log", f"ACCESS_LOG={self.folder}/access.log", f"LANES={lanes}",
                        f"WEB={self.folder}/web", f"LISTEN={self.address}", f"FAST_SOCKET={service.fast}",
                        f"SLOW_SOCKET={service.slow}"], check=True, env=plain_environment())
        self.process = subprocess.Popen(
            ["nginx", "-e", self.folder / "error.log", "-p", self.folder / "conf", "-c", self.folder / "conf/nginx.conf"],
            env={**plain_environment(), "PATH": os.environ["PATH"] + ":/usr/sbin"})
        for _ in range(500):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                time.sleep(0.02)
        raise AssertionError((self.folder / "error.log").read_text())

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
