"""The two stores of files beside each other: rows, and bytes on the disk."""
import hashlib
import os
import subprocess
import time

from harness.people import sha256
from harness.service import binary

DAY = 24 * 3600  # seconds


def place(service, data):
    """Where the store keeps some bytes."""
    digest = sha256(data)
    return service.folder / "blobs" / digest[:2] / digest


def verify(service, *checks, **settings):
    """motcua verify: exit status, {check: (looked, mended, lost)}, the lines of the losses."""
    done = subprocess.run([binary(), "verify", *checks], env=service.environment("worker", **settings), text=True,
                          capture_output=True)
    lines = done.stdout.splitlines()
    rows = [line.split() for line in lines if not line.startswith("LOST ")]
    counts = {row[0]: (int(row[-7]), int(row[-4]), int(row[-2])) for row in rows}
    service.check_reports()
    return done.returncode, counts, [line for line in lines if line.startswith("LOST ")]


def whole(service):
    """Nothing is lost; what was looked at and mended."""
    status, counts, losses = verify(service)
    assert (status, losses) == (0, []), (status, losses)
    return counts


def work(service, done, seconds=60):
    """A worker goes through its chores until something is so."""
    service.start_worker()
    try:
        deadline = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < deadline
            time.sleep(0.05)
    finally:
        service.stop_worker()


def files_below(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def make_old(folder):
    """As if everything in a folder had lain there for two days."""
    for path in files_below(folder):
        os.utime(path, (time.time() - 2 * DAY,) * 2)


def differences(service):
    """What one store has and the other has not, in words."""
    kept = {path.name: path for path in files_below(service.folder / "blobs")}
    rows = {row[0]: row[1] for row in service.sql("select sha256, size from blob")}
    named = {row[0] for row in service.sql(
        "select blob_sha256 from upload where blob_sha256 is not null union select blob_sha256 from dossier_file")}
    begun = dict(service.sql("select id::text, received from upload where blob_sha256 is null and received > 0"))
    unfinished = {path.name: path.stat().st_size for path in files_below(service.folder / "uploads")}
    found = [f"bytes without a row: {name}" for name in set(kept) - set(rows)]
    found += [f"a row without its bytes: {name}" for name in set(rows) - set(kept)]
    found += [f"nobody names {name}" for name in set(rows) ^ named]
    found += [f"other bytes than {name}" for name, path in kept.items()
              if hashlib.sha256(path.read_bytes()).hexdigest() != name or path.stat().st_size != rows.get(name)]
    found += [f"an unfinished upload without its bytes: {name}" for name, size in begun.items()
              if unfinished.get(name, -1) < size]
    found += [f"bytes of no upload: {name}" for name in unfinished
              if not service.sql("select 1 from upload where id = %s and blob_sha256 is null", name)]
    found += [f"a reply of what was deleted: {row[0]}" for row in service.sql(
        """select r.location from idempotency_reply r where r.body <> '' and r.location like '/v1/dossiers/%%'
           and not exists (select from dossier d where d.id::text = split_part(r.location, '/', 4))""".replace("%%", "%"))]
    return found
