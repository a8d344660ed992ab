"""Each step of each dossier that can be: taken where it is offered, refused where it is not, and never without a way to an end."""
import itertools
import os

import psycopg2.extras
import pytest

from harness import walk
from harness.walk import Walk

# What is known and not mended: (kind of fault, step or None, state) -> why. An entry that is no longer true fails the test.
EXPECTED = {}


def parts():
    """The settings of the short form at once; the whole product in parts, each for a process of its own."""
    if os.environ.get("MOTCUA_TEST_WALK") != "full":
        return [list(walk.in_turn(walk.pairwise(walk.product())))]
    parts = itertools.groupby(walk.in_turn(walk.product()), key=lambda setting: setting[:3])
    return [list(part) for _, part in parts]


@pytest.mark.parametrize("settings", parts(), ids=lambda settings: "-".join(settings[0][:3]))
def test_every_button_works_nothing_else_does_and_every_dossier_ends(people, service, moment, contract, capsys, settings):
    """Before: a letter delivered without proof, or while its result was recalled, left only 'Thu hồi'; who did not pay before
    acceptance was waited for without end; of two hand-overs within a second one had no link of custody."""
    cursor = service.cluster.connect(service.database).cursor(cursor_factory=psycopg2.extras.NamedTupleCursor)
    tried, seen, walks = set(), {}, []
    for setting in settings:
        walk.allow_supplements(service, setting.supplements)
        walks.append(Walk(people, moment, contract, setting, cursor, tried, seen).run())
    cursor.connection.close()
    edges = sum(len(one.executed) for one in walks)
    dead = {(kind, None, situation.state): situation for one in walks for kind, situation in one.dead_ends()}
    faults = {(kind, edge and edge.what, situation.state): (edge, situation, setting, more)
              for one in walks for kind, edge, situation, setting, more in one.faults}
    refused = sum(one.refusals for one in walks)
    with capsys.disabled():
        print(f"\n{len(settings)} settings, {sum(len(one.graph) for one in walks)} situations, "
              f"{sum(one.filed for one in walks)} dossiers, {refused} steps refused: edges executed {edges}, "
              f"dead ends {len(dead)}, buttons to 409 {sum(kind.startswith('button to 409') for kind, _, _ in faults)}")
    found = faults | dead
    assert not {key: found[key] for key in found if key not in EXPECTED}
    assert not [key for key in EXPECTED if key not in found], "no longer so: take it out of the table"
    assert {situation.state for one in walks for situation in one.graph} == set(walk.STATES) - {"draft"}
    assert {edge.what for one in walks for edges in one.graph.values() for edge in edges} >= set(walk.STEPS)
