"""The database is migrated while people file: nobody notices."""
import subprocess
import time

from harness.filer import Filer, end
from harness.service import binary


def migrate(service):
    return subprocess.run([binary(), "migrate"], env=service.environment("owner"), text=True, capture_output=True, check=False)


def test_everything_is_made_anew_while_people_file(service, people, capsys):
    """The worst that a release can bring: every function, policy, trigger and right has changed."""
    filers = [Filer(people.newcomer()) for _ in range(6)]
    time.sleep(1)
    service.sql("update schema_migration set sha256 = 'of before' where name not like 'migrations/%%'")
    begin = time.monotonic()
    done = migrate(service)
    took = time.monotonic() - begin
    time.sleep(0.5)
    asked, failed = end(filers)
    with capsys.disabled():
        print(f"\nmigrated under load in {took:.1f} s: {done.stdout.splitlines()[-1]}; {len(failed)} of {asked} requests failed")
    assert done.returncode == 0, done.stderr
    assert asked > 100 and not failed, failed[:5]
