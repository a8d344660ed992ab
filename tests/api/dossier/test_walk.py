"""Each step of each dossier that can be: taken where it is offered, refused where it is not, and never without a way to an end."""
import contextlib
import itertools
import os
import time

import pytest

from harness import settings as options
from harness.kept import Kept
from harness.walk import FACTS, TRACES, Known, Walk, allow_supplements

# What is known and not mended: (kind of fault, step or None, state) -> why. An entry that is no longer true fails the test.
EXPECTED = {}
FULL = os.environ.get("MOTCUA_TEST_WALK") == "full"


def parts():
    """The settings of the short form at once; the whole product in parts, of which several can be walked side by side."""
    if not FULL:
        return [list(options.in_turn(options.pairwise(options.product())))]
    def part(setting):
        return setting.returned, setting.fee
    return [list(group) for _, group in itertools.groupby(sorted(options.in_turn(options.product()), key=part), key=part)]


@pytest.mark.parametrize("settings", parts(), ids=lambda settings: f"{settings[0].returned}-{settings[0].fee}")
def test_every_button_works_nothing_else_does_and_every_dossier_ends(people, service, moment, contract, capsys, settings):
    """Before: a letter delivered without proof, or while its result was recalled, left only 'Thu hồi'; who did not pay before
    acceptance was waited for without end; of two hand-overs within a second one had no link of custody."""
    known, walks, signed_in, allowed = Known(), [], time.monotonic(), None
    # When it ends, the moment is the present again, which it was not for Kept.
    with contextlib.closing(Kept(service, (FACTS, TRACES))) as kept:
        for setting in settings:
            # Tokens hold for ten minutes.
            if time.monotonic() - signed_in > 240:
                people.sign_out()
                signed_in = time.monotonic()
            if setting.supplements != allowed:
                allowed = setting.supplements
                allow_supplements(service, allowed)
            walks.append(Walk(people, kept, contract, setting, known, merges=FULL).run())
    edges = sum(len(one.executed) for one in walks)
    dead = {(kind, None, situation.state): situation for one in walks for kind, situation in one.dead_ends()}
    faults = {(kind, edge and edge.what, situation.state): (edge, situation, setting, more)
              for one in walks for kind, edge, situation, setting, more in one.faults}
    refused = sum(one.refusals for one in walks)
    figures = (f"{len(settings)} settings, {sum(len(one.graph) for one in walks)} situations, "
               f"{sum(one.filed for one in walks)} dossiers, {sum(one.taken for one in walks)} steps taken, {refused} refused: "
               f"edges executed {edges}, dead ends {len(dead)}, "
               f"buttons to 409 {sum(kind.startswith('button to 409') for kind, _, _ in faults)}")
    if FULL:
        figures += (f"; {sum(one.merged for one in walks)} more edges known by other settings that are the same to them, "
                    f"{sum(one.sampled for one in walks)} such drawn and executed")
    with capsys.disabled():
        print("\n" + figures)
    with open(os.environ.get("NOTES", os.devnull), "a", encoding="utf-8") as notes:
        print(figures, file=notes)
    found = faults | dead
    told = [f"{key}: {found[key]}" for key in found if key not in EXPECTED]
    assert not told, "\n".join(told)
    assert not [key for key in EXPECTED if key not in found], "no longer so: take it out of the table"
    steps, states = options.within_reach(settings)
    assert {situation.state for one in walks for situation in one.graph} == states
    assert {edge.what for one in walks for edges in one.graph.values() for edge in edges} >= steps
    assert FULL or (steps, states) == (set(options.STEPS), set(options.STATES) - {"draft"})
