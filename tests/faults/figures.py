"""What an operator would see while something goes wrong: the figures of every target are read again and again, and held against
the alerts as `motcua watch` does (lib/watch/alarm.c)."""
import http.client
import re
import threading
import time

import yaml

from harness.client import Connection
from harness.contract import ROOT

ALERTS = yaml.safe_load((ROOT / "schema/vocabulary/alerts.yaml").read_text(encoding="utf-8"))["entries"]
EACH = 0.3  # seconds between two looks


def page_of(target, timeout=5):
    """The figures of a target; None if it is silent."""
    connection = Connection(target, timeout)
    try:
        connection.request("GET", "/metrics")
        answer = connection.getresponse()
        text = answer.read().decode()
        return text if answer.status == 200 else None
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def values(page, figure):
    return [float(value) for value in re.findall(rf"^{figure}(?:{{[^}}\n]*}})? (\S+)$", page, re.M)]


def holds(alert, page):
    """Whether the worst value of the alert's figure is beyond its bound."""
    found = values(page, alert["figure"])
    if not found:
        return False
    return max(found) > alert["above"] if "above" in alert else min(found) < alert["below"]


class Lookout(threading.Thread):
    """Looks at all targets until told to end: which alerts' conditions held at some moment, and what each figure was at worst."""

    def __init__(self, targets):
        super().__init__(daemon=True)
        self.targets = targets
        self.held = set()
        self.looks = 0
        self.ended = threading.Event()
        self.start()

    def look(self):
        pages = []
        for target in self.targets:
            page = page_of(target)
            pages.append(f'up{{target="{target}"}} {int(page is not None)}\n{page or ""}')
        text = "".join(pages)
        self.held |= {name for name, alert in ALERTS.items() if holds(alert, text)}
        self.looks += 1

    def run(self):
        while not self.ended.wait(EACH):
            self.look()

    def wait_for(self, alert, seconds=180):
        """Whatever lasts is seen, how busy the machine is; that the rule then tells it within a minute is its own clock's."""
        until = time.monotonic() + seconds
        while alert not in self.held:
            assert time.monotonic() < until, f"{alert} does not come: {self.held} after {self.looks} looks"
            time.sleep(0.1)

    def stop(self):
        self.ended.set()
        self.join(60)
