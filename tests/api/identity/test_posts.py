"""Posts begin and end by days: what an account may do follows from those in force, and an ended one stays as a record."""
import pytest

from harness.people import COPIES


def posts(service, account, *rows):
    """Gives the account exactly these posts, days counted from today; the old ones ended long ago."""
    service.sql("update post set valid_from = valid_from - 4000, valid_until = local_day(now()) - 3000 where account_id = %s", account)
    for unit, role, begins, ends in rows:
        service.sql("insert into post (id, account_id, unit_code, role, valid_from, valid_until) "
                    "select uuid_v7(), %s, %s, %s, local_day(now()) + %s, local_day(now()) + %s::integer", account, unit, role, begins, ends)


def sign_in(people, person):
    again = person.copy()
    again.token = people.nobody.post("/v1/sessions", person.login).json["access_token"]
    return again


@pytest.mark.parametrize("rows,role,units", [
    ([("H99.31", "officer", -5, None)], "officer", ["H99.31"]),
    ([("H99.31", "officer", -5, 1)], "officer", ["H99.31"]),  # its last day is today
    ([("H99.31", "officer", -5, 0)], "citizen", []),  # ended this midnight
    ([("H99.31", "officer", 1, None)], "citizen", []),  # begins tomorrow
    ([("H99.31", "officer", 0, None)], "officer", ["H99.31"]),
    ([("H99.31", "officer", -9, 0), ("H99.32", "officer", 0, None)], "officer", ["H99.32"]),  # moved today
    ([("H99.31", "officer", -5, None), ("H99.32", "leader", -5, None)], "leader", ["H99.31", "H99.32"]),
])
def test_what_somebody_is_follows_from_the_posts_of_the_day(service, people, rows, role, units):
    person = people.newcomer()
    posts(service, person.account["id"], *rows)
    me = sign_in(people, person).get("/v1/me").json
    assert (me["role"], [unit["code"] for unit in me["units"]]) == (role, units)


def test_whoever_moved_reads_what_the_new_unit_has_and_nothing_of_the_old(service, people):
    old, new = (people.citizen.file(COPIES, unit=unit) for unit in ("H99.31", "H99.32"))
    person = people.newcomer()
    posts(service, person.account["id"], ("H99.31", "officer", -9, 0), ("H99.32", "officer", 0, None))
    officer = sign_in(people, person)
    assert officer.dossier(new)
    assert officer.get(f"/v1/dossiers/{old}").code == "not-found"


def test_nobody_has_the_same_post_twice_at_once(service, people):
    account = people.newcomer().account["id"]
    posts(service, account, ("H99.31", "officer", -9, None))
    with pytest.raises(Exception, match="post_.*excl"):
        posts_again = ("H99.31", "officer", 3, 9)
        service.sql("insert into post (id, account_id, unit_code, role, valid_from, valid_until) "
                    "select uuid_v7(), %s, %s, %s, local_day(now()) + %s, local_day(now()) + %s::integer", account, *posts_again)
