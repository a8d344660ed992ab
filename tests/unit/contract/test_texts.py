"""Texts of SQL stand in one file and are put in place where others name them."""
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "api/generate"))
from migrations import check_dropped  # noqa: E402
from text import Refused  # noqa: E402
from texts import Texts  # noqa: E402

SEEN = """-- Who sees what.
-- text: now_mine(p_row)
p_row.until_at is null
	and p_row.owner = any (mine())

-- text: mine()
array(select acts.party from acting acts)

-- text: visible(p_dossier, p_role)
exists (select from relation related where related.dossier = p_dossier.id and related.role = p_role and now_mine(related))
"""


def expanded(source, **files):
    return Texts({"a/seen": SEEN, **files}).expanded("b/other", source)


def test_a_text_stands_in_the_place_of_its_name_with_its_arguments():
    assert expanded("select 1 where mine() is null;") == "select 1 where (array(select acts.party from acting acts)) is null;"
    assert expanded("visible(d, 'x')") == (
        "(exists (select from relation related where related.dossier = d.id and related.role = 'x' and (related.until_at is null\n"
        "\tand related.owner = any ((array(select acts.party from acting acts))))))")
    assert expanded("visible(d, coalesce(a, b))").count("related.role = coalesce(a, b)") == 1
    assert expanded("visible(d, mine())").count("related.role = (array(select acts.party from acting acts)) and") == 1


def test_what_is_no_call_and_what_a_comment_says_stays():
    for source in ("-- see mine() above\nselect 1", "select mine", "select not_mine()", "select 1 -- mine() is asked"):
        assert expanded(source) == source


@pytest.mark.parametrize("source, said", [
    ("visible(d)", "schema/b/other.sql: the text visible takes 2 arguments, not 1"),
    ("mine(1)", "schema/b/other.sql: the text mine takes 0 arguments, not 1"),
    ("visible(related, 'x')", "schema/b/other.sql: related means something else inside the text visible"),
    ("visible(acts, 'x')", "schema/b/other.sql: acts means something else inside the text visible"),
    ("select (visible(d, 'x'", "a parenthesis is not closed"),
])
def test_what_would_mean_something_else_is_refused(source, said):
    with pytest.raises(Refused) as refused:
        expanded(source)
    assert str(refused.value) == said


def test_a_text_has_one_home_and_does_not_hold_itself():
    with pytest.raises(Refused, match="the text mine stands in schema/a/seen.sql too"):
        expanded("", **{"c/more": "-- text: mine()\n1\n"})
    with pytest.raises(Refused, match="the text one holds itself"):
        Texts({"a/ring": "-- text: one()\ntwo()\n\n-- text: two()\none()\n"}).expanded("b/other", "one()")


def test_what_is_dropped_and_made_anew_is_refused():
    text = "create or replace function taken(p_id uuid, p_key text default null, out code text) returns text\nlanguage plpgsql as $$\n"
    for dropped in ("taken(uuid)", "taken()", "other(uuid, text)"):
        check_dropped("a/b", f"drop function if exists {dropped};\n{text}")
    with pytest.raises(Refused, match="taken is dropped and made anew"):
        check_dropped("a/b", f"drop function if exists taken(uuid, text);\n{text}")
