"""What a test puts between the program and what it needs: a way to PostgreSQL that can be cut, a mail server that says anything,
a clock that can be set."""
import contextlib
import glob
import os
import socket
import threading


class Way:
    """A Unix socket before PostgreSQL's. Cut, it is half open: what was connected hears nothing any more, for ever and without an
    end, and whoever connects anew is taken and hears nothing until it is whole again."""

    def __init__(self, folder, database_socket):
        folder.mkdir()
        self.folder, self.target = folder, f"{database_socket}/.s.PGSQL.5432"
        self.whole = threading.Event()
        self.whole.set()
        self.dead = []  # lines of before, which nobody closes
        self.live = []
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(folder / ".s.PGSQL.5432"))
        self.listener.listen(128)
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            try:
                here, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.join, args=(here,), daemon=True).start()

    def join(self, here):
        self.whole.wait()
        try:
            there = socket.socket(socket.AF_UNIX)
            there.connect(self.target)
        except OSError:
            here.close()
            return
        pair = (here, there)
        self.live.append(pair)
        for source, sink in (pair, pair[::-1]):
            threading.Thread(target=self.pump, args=(pair, source, sink), daemon=True).start()

    def pump(self, pair, source, sink):
        with contextlib.suppress(OSError):
            while (data := source.recv(65536)) and pair in self.live:
                sink.sendall(data)
        if pair in self.live:
            for line in pair:
                with contextlib.suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)

    @contextlib.contextmanager
    def cut(self):
        self.whole.clear()
        self.dead += self.live
        self.live = []
        for _, there in self.dead:
            # PostgreSQL's side is told, as its own keepalive tells it in the end: it would hold locks otherwise
            with contextlib.suppress(OSError):
                there.shutdown(socket.SHUT_RDWR)
        try:
            yield
        finally:
            self.whole.set()

    def close(self):
        self.listener.close()
        for pair in (*self.live, *self.dead):
            for line in pair:
                line.close()


class Babbler:
    """In the place of a mail server: whoever connects gets bytes that are no SMTP, or nothing at all."""

    def __init__(self, port, words):
        self.words = words
        self.listener = socket.create_server(("127.0.0.1", port))
        self.lines = []
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            try:
                line, _ = self.listener.accept()
            except OSError:
                return
            self.lines.append(line)
            with contextlib.suppress(OSError):
                line.sendall(self.words)

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for line in self.lines:
            line.close()


class SetClock:
    """Of the processes that get its settings (libfaketime, which is Debian's); what measures how long something takes goes on."""

    def __init__(self, path):
        self.path = path
        self.set(0)
        self.settings = {"LD_PRELOAD": glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")[0], "FAKETIME_TIMESTAMP_FILE": path,
                         "FAKETIME_CACHE_DURATION": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}

    def set(self, seconds):
        new = self.path.with_suffix(".new")
        new.write_text(f"{seconds:+d}\n")
        os.replace(new, self.path)
