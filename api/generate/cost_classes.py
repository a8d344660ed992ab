"""api/core/classes.def, as the generator reads it."""
import re
from typing import NamedTuple

from text import Refused

# Requests a minute from one address: behind one may be a village, an office or all phones of a carrier in a town.
ADDRESS_LEAST = 1000


class CostClass(NamedTuple):
    """What api/core/classes.def says of a class beside its slots: requests of an account a minute and a day, of an address a
    minute, and what reads of it by the staff show."""
    minute: int
    day: int
    address: int
    shows: str


def read(root):
    """name -> CostClass"""
    path = root / "api/core/classes.def"
    rows = re.findall(r'^MC_CLASS\(\w+, "([^"]+)"(?:, \d+){7}, (\d+), (\d+), (\d+), (\w+)\)$', path.read_text(encoding="utf-8"), re.M)
    found = {name: CostClass(int(minute), int(day), int(address), shows.lower()) for name, minute, day, address, shows in rows}
    for name, one in found.items():
        if one.address < ADDRESS_LEAST:
            raise Refused(f"{path.name}: {name}: an address is many people, at least {ADDRESS_LEAST} requests a minute")
        if (one.minute == 0) != (one.day == 0) or one.day < one.minute:
            raise Refused(f"{path.name}: {name}: an account has a rate and a quota, or neither, and more a day than a minute")
    return found


def listed(classes):
    """The classes as the contract lists them for its readers."""
    return "\n".join(["x-classes:", *[
        f"  {name}: {{ account: {{ minute: {one.minute}, day: {one.day} }}, address: {{ minute: {one.address} }}, "
        f"read_log: {one.shows} }}" for name, one in classes.items()]]) + "\n"
