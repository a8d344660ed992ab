"""If-Match and ETag (RFC 9110): nobody overwrites what somebody else has changed meanwhile."""
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness.people import BIRTH, COPIES


@pytest.fixture()
def draft(people):
    return people.citizen.draft(COPIES)


def test_without_if_match_nothing_is_changed(people, draft):
    answer = people.citizen.patch(f"/v1/dossiers/{draft}", {"answers": {"copies": 5}})
    assert (answer.status, answer.code) == (428, "precondition-required")


def test_a_stale_etag_is_refused_and_the_newer_version_stays(people, draft):
    citizen = people.citizen
    etag = citizen.etag(draft)
    first = citizen.patch(f"/v1/dossiers/{draft}", {"answers": {"copies": 5}}, etag=etag)
    assert first.status == 200
    second = citizen.patch(f"/v1/dossiers/{draft}", {"answers": {"copies": 6}}, etag=etag)
    assert (second.status, second.code) == (412, "stale")
    assert citizen.dossier(draft)["answers"]["copies"] == 5
    third = citizen.patch(f"/v1/dossiers/{draft}", {"answers": {"copies": 6}}, etag=first.headers["etag"])
    assert third.status == 200


def test_any_version_will_do_with_a_star(people, draft):
    assert people.citizen.patch(f"/v1/dossiers/{draft}", {"answers": {"copies": 2}}, etag="*").status == 200


@pytest.mark.parametrize("etag", ["1", '"1', '1"', '"a" b', '"' + "1" * 60 + '"', "W/", "**", "\t"])
def test_what_is_no_etag_is_refused(people, draft, etag):
    answer = people.citizen.patch(f"/v1/dossiers/{draft}", {"answers": {}}, etag=etag)
    assert answer.code in ("bad-header", "precondition-required"), answer


def test_a_weak_etag_never_matches(people, draft):
    answer = people.citizen.patch(f"/v1/dossiers/{draft}", {"answers": {}}, etag="W/" + people.citizen.etag(draft))
    assert answer.code == "stale"


def test_of_many_who_save_at_once_one_wins(people, draft):
    citizen = people.citizen
    etag = citizen.etag(draft)

    def save(copies):
        return citizen.copy().patch(f"/v1/dossiers/{draft}", {"answers": {"copies": copies}}, etag=etag).status

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(save, range(1, 17)))
    assert statuses == [200] + [412] * 15


def test_every_change_gives_another_etag(people):
    citizen = people.citizen
    dossier = citizen.draft(BIRTH)
    seen = [citizen.etag(dossier)]
    code = citizen.papers(BIRTH)[0]
    citizen.put(f"/v1/dossiers/{dossier}/components/{code}", {"upload_ids": [citizen.upload()]})
    seen.append(citizen.etag(dossier))
    citizen.submit(dossier)
    seen.append(citizen.etag(dossier))
    answer = people.officer.act(dossier, "accept")
    assert answer.headers["etag"] == citizen.etag(dossier)
    seen.append(answer.headers["etag"])
    assert len(set(seen)) == 4


def test_if_none_match_saves_sending_a_dossier_again(people, draft):
    etag = people.citizen.etag(draft)
    again = people.citizen.get(f"/v1/dossiers/{draft}", headers={"If-None-Match": f'"x", {etag}'})
    assert again.status == 304 and again.headers["etag"] == etag
    assert people.citizen.get(f"/v1/dossiers/{draft}", headers={"If-None-Match": '"x"'}).status == 200


def test_whoever_submits_and_saves_at_once_leaves_one_truth(people):
    """A draft that is saved while it is submitted: either the answers are in the receipt or the saving failed."""
    citizen = people.newcomer()
    for number in range(1, 9):
        dossier = citizen.draft(COPIES)
        with ThreadPoolExecutor(2) as pool:
            saved = pool.submit(citizen.copy().patch, f"/v1/dossiers/{dossier}", {"answers": {"copies": 10 + number}},
                                etag="*")
            filed = pool.submit(citizen.copy().post, f"/v1/dossiers/{dossier}/submission", key=True)
        if filed.result().status == 201:
            now = citizen.dossier(dossier)
            assert now["payment"]["total"] == 8000 * now["answers"]["copies"]
            assert (now["answers"]["copies"] == 10 + number) == (saved.result().status == 200)
        else:
            assert filed.result().code == "stale" and saved.result().status == 200
