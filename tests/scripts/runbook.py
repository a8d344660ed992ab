"""The runbook's pages, run as written, and what an operator waits for between them."""
import os
import re
import subprocess
import time

from instance import ROOT


def tell(capsys, line):
    """In the log of the phase, and in the results of a longer run."""
    with capsys.disabled():
        print("\n" + line)
    with open(os.environ.get("NOTES", os.devnull), "a", encoding="utf-8") as notes:
        notes.write(line + "\n")


def blocks(page):
    return re.findall(r"^```sh\n(.*?)^```$", (ROOT / "runbook" / page).read_text(encoding="utf-8"), re.M | re.S)


class Page:
    """Runs blocks of the runbook as written, with the variables that they name."""

    def __init__(self, **variables):
        self.variables = {name: str(value) for name, value in variables.items()}

    def __call__(self, text, status=0, **more):
        """What the block said."""
        done = subprocess.run(["bash", "-ec", text], cwd=ROOT, env={**os.environ, **self.variables, **more}, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=False)
        assert done.returncode == status, done.stdout
        return done.stdout


def hand_over(installed):
    """Until the piece of the log that is being written has its copy."""
    (segment,), = installed.sql("select pg_walfile_name(pg_switch_wal())")
    until = time.monotonic() + 60
    while installed.sql("select coalesce(last_archived_wal < %s, true) from pg_stat_archiver", segment)[0][0]:
        assert time.monotonic() < until, (installed.folder / "log/postgresql.log").read_text()[-2000:]
        time.sleep(0.1)


def moment(installed):
    (text,), = installed.sql("select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00'")
    time.sleep(0.1)
    return text
