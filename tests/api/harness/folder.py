"""Where a run keeps its cluster, its installations and what they write."""
import contextlib
import os
import pathlib
import shutil
import tempfile


@contextlib.contextmanager
def passing_folder(name, room):
    """A folder that is gone afterwards: in memory if that many bytes are free there, as the many small files of twenty
    databases cost more than the tests themselves; else where TMPDIR says."""
    memory = pathlib.Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > room
    path = pathlib.Path(tempfile.mkdtemp(prefix=f"motcua-{name}-", dir=memory if roomy else None))
    # PostgreSQL runs as a user of its own when root runs the tests.
    os.chmod(path, 0o755)
    try:
        yield path
    finally:
        # PostgreSQL, ended at once, may still be closing files of its own.
        shutil.rmtree(path, ignore_errors=True)
