"""The search for procedures and places: quick ways give what the plain definition gives, at the size of a whole country."""
import json
import pathlib
import re
import time

import pytest

from database import connect

ROOT = pathlib.Path(__file__).resolve().parents[2]
QUERIES = json.loads((ROOT / "tests/data/search_queries.json").read_text(encoding="utf-8"))
PHRASES = ("", ".", "a", "so", "khai", "x y z", "cap lai giay khai sinh cho con ngoai gia thu tai ubnd xa noi cu tru cua toi",
           "giaays khai sinh " + "dang ky ket hon thuong tru tam tru ho khau " * 4)
# The definition without any regard for speed: every phrase is held against the words.
PLAIN = """
create function pg_temp.plain_search(p_query text, p_limit integer) returns table (procedure_code text, score real)
language sql stable as $$
	with queries as (
		select distinct q from unnest(array[fold(p_query), fold_telex(p_query)]) q where q <> ''
	), scored as (
		select ph.procedure_code, ph.weight * (
			case when ph.phrase = q then 2.0
			when ' ' || ph.phrase || ' ' like '% ' || q || ' %' then 1.5 + 0.4 * length(q) / length(ph.phrase)
			when length(ph.phrase) >= 4 and ' ' || q || ' ' like '% ' || ph.phrase || ' %'
				then 1.3 + 0.4 * length(ph.phrase) / length(q)
			else greatest(similarity(ph.phrase, q), 0.9 * word_similarity(q, ph.phrase)) end
			+ case when ph.weight = 1 then 0 else 0.2 * (select max(similarity(title.phrase, q)) from procedure_phrase title
				where title.procedure_code = ph.procedure_code and title.weight = 1) end)::real as score
		from queries join procedure_phrase ph
			on ph.phrase % q or q <% ph.phrase or ' ' || q || ' ' like '% ' || ph.phrase || ' %'
	)
	select procedure_code, max(score) from scored group by procedure_code
	having max(score) > 0.25 order by 2 desc, 1 limit p_limit
$$"""


@pytest.fixture(scope="module")
def cursor():
    """The sample's procedures, and nothing of it afterwards."""
    connection = connect()
    with connection.cursor() as made:
        for path in sorted((ROOT / "schema/sample/procedures").glob("*.json")):
            made.execute("select procedure_set(%s, local_day(now()))", (path.read_text(encoding="utf-8"),))
        made.execute(PLAIN)
        yield made
    connection.rollback()
    connection.close()


def found(cursor, function, words):
    cursor.execute(f"select procedure_code, score from {function}(%s, 200)", (words,))
    return cursor.fetchall()


def test_the_search_gives_what_its_definition_gives_in_the_same_order(cursor):
    for words in [one["q"] for one in QUERIES] + list(PHRASES):
        assert found(cursor, "procedure_search", words) == found(cursor, "pg_temp.plain_search", words), words


def test_what_people_type_finds_the_procedure_among_the_first_three(cursor):
    missed = [one for one in QUERIES
              if not set(one["expect"]) & {code for code, _ in found(cursor, "procedure_search", one["q"])[:3]}]
    assert len(missed) <= len(QUERIES) * 0.05, missed


@pytest.fixture()
def country(cursor):
    """Six thousand procedures, each like one of the sample and with a word of its own."""
    cursor.execute("savepoint country")
    cursor.execute("""
        create temporary table twin on commit drop as
            select p.code, p.sector_code, n,
                '9.' || lpad((row_number() over (order by n, p.code))::text, 6, '0') as twin_code
            from procedure p, generate_series(1, 6000 / (select count(*)::integer from procedure)) n;
        insert into procedure (code, sector_code) select twin_code, sector_code from twin;
        insert into procedure_phrase (procedure_code, phrase, weight)
            select t.twin_code, ph.phrase || case when n % 3 = 0 then '' else ' ' || substr(md5(ph.phrase || n), 1, 5) end, ph.weight
            from twin t join procedure_phrase ph on ph.procedure_code = t.code;
        analyze procedure_phrase""")
    yield
    cursor.execute("rollback to savepoint country")


def seconds(cursor, function, words):
    begin = time.monotonic()
    rows = found(cursor, function, words)
    return time.monotonic() - begin, rows


def test_six_thousand_procedures_are_not_read_through_for_a_question(cursor, country):
    quick = plain = 0
    for words in ("lam lai khai sinh", "giaays khai sinh"):
        took, rows = seconds(cursor, "procedure_search", words)
        quick += took
        took, wanted = seconds(cursor, "pg_temp.plain_search", words)
        plain += took
        assert rows == wanted and len(rows) == 200
    print(f"\n6,000 procedures: {plain / quick:.1f} times as quick as the plain definition")
    assert plain > 2 * quick


def place_list(cursor, words, parent=None):
    text = (ROOT / "schema/catalogue/queries/place_list.sql").read_text(encoding="utf-8")
    cursor.execute(re.sub(r"\$(\d)", lambda one: ("%(words)s::text", "%(parent)s::text")[int(one[1]) - 1],
                          re.sub(r"^--.*\n", "", text, flags=re.M).replace("%", "%%")), {"words": words, "parent": parent})
    return json.loads(cursor.fetchone()[0])["items"]


@pytest.fixture()
def places(cursor):
    cursor.execute("savepoint places")
    cursor.execute("""
        insert into place (code, kind, name, folded_name, valid_from)
            values ('98', 'province', 'Tỉnh Mẫu', 'tinh mau', '2025-07-01'), ('99', 'province', 'Tỉnh An', 'tinh an', '2025-07-01');
        insert into place (code, kind, name, folded_name, parent_code, valid_from)
            select '98' || lpad(n::text, 3, '0'), 'commune', 'Xã An ' || n, 'xa an ' || n, '98', '2025-07-01'
            from generate_series(1, 450) n;
        insert into former_place (name, place_code, folded_name)
            select 'Ấp Cũ ' || n || ' ' || m, '98' || lpad(n::text, 3, '0'), 'ap cu ' || n || ' ' || m
            from generate_series(1, 450) n, generate_series(1, 4) m""")
    yield
    cursor.execute("rollback to savepoint places")


def test_places_are_found_by_name_and_by_former_name(cursor, places):
    assert [one["code"] for one in place_list(cursor, None)] == ["99", "98"]
    assert len(place_list(cursor, None, "98")) == 400
    one, = place_list(cursor, "Ấp cũ 7 2")
    assert (one["code"], one["parent_name"], one["former_names"]) == ("98007", "Tỉnh Mẫu", ["Ấp Cũ 7 2"])
    # The province whose name ends so goes before the communes that only hold it; three former names are enough to show.
    listed = place_list(cursor, "an")
    assert listed[0]["code"] == "99" and len(listed) == 400 and listed[1]["former_names"] == []
    listed = place_list(cursor, "a")
    assert len(listed) == 400 and all(len(one["former_names"]) == 3 for one in listed if one["kind"] == "commune")
    assert place_list(cursor, "a", "99") == [] and place_list(cursor, "...") == place_list(cursor, "zz") == []
