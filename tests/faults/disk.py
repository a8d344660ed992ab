"""Small disks of a test's own, which fill up and become read-only: root alone may mount them."""
import contextlib
import os
import subprocess


def mountable():
    return os.geteuid() == 0 and subprocess.run(["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"], check=False,
                                                capture_output=True).returncode == 0


class Disk:
    """A disk of so many bytes at a folder."""

    def __init__(self, folder, size):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=755", "motcua-test", folder], check=True)

    def remove(self):
        subprocess.run(["umount", "--recursive", "--lazy", self.folder], check=True)

    @contextlib.contextmanager
    def full(self):
        """Until not one byte is left, whoever frees some."""
        path = self.folder / "filler"
        with open(path, "wb", buffering=0) as filler:
            def fill():
                for size in (1 << 20, 4096, 1):
                    with contextlib.suppress(OSError):
                        while True:
                            filler.write(b"\0" * size)
            fill()
            try:
                yield fill
            finally:
                path.unlink()

    @contextlib.contextmanager
    def read_only(self):
        subprocess.run(["mount", "--bind", self.folder, self.folder], check=True)
        subprocess.run(["mount", "-o", "remount,bind,ro", self.folder], check=True)
        try:
            yield
        finally:
            subprocess.run(["umount", "--lazy", self.folder], check=True)
