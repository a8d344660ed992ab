"""Who has filed at a desk without an account finds the dossiers later: by the phone, proven, and the personal number together."""
import itertools
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness.codes import prove
from harness.people import COPIES, UNIT

numbers = itertools.count(1)


class Somebody:
    """Who comes to the counter: a phone and a personal number that nobody else has."""

    def __init__(self):
        count = next(numbers)
        self.phone, self.number = f"0986{count:06d}", f"001187{count:06d}"

    def named(self, **more):
        return {"full_name": "Lý Thị Mẫu", "phone": self.phone, "personal_id": self.number, **more}


@pytest.fixture()
def mother():
    return Somebody()


def at_counter(officer, applicant, filed=True, **more):
    """A dossier that the desk typed; its id."""
    dossier = officer.draft(COPIES, answers={**officer.form(COPIES)["example"], "applicant_name": "Lý Thị Mẫu"},
                            channel="counter", applicant=applicant, **more)
    if filed:
        officer.submit(dossier)
    return dossier


def claim(person, number):
    return person.post("/v1/dossier-claims", {"personal_id": number})


def listed(citizen):
    return [one["id"] for one in citizen.pages("/v1/dossiers", limit=50)]


def party_of(service, dossier):
    return str(service.sql("select party_id from dossier_party where dossier_id = %s and role = 'applicant'", dossier)[0][0])


NOTHING = {"dossiers": 0, "elsewhere": False}


def test_the_same_phone_and_number_bring_the_desk_s_dossiers_into_the_account(people, service, mother):
    officer, citizen = people.officer, people.newcomer()
    first, second = at_counter(officer, mother.named()), at_counter(officer, mother.named(full_name="Lý Thị  Mẫu"))
    draft = at_counter(officer, mother.named(), filed=False)
    assert listed(citizen) == [] and citizen.get(f"/v1/dossiers/{first}").code == "not-found"
    prove(citizen, service, mother.phone)
    assert listed(citizen) == [], "a phone alone brings nothing"
    answer = claim(citizen, mother.number)
    assert answer.status == 200 and answer.json == {"dossiers": 2, "elsewhere": False}
    assert sorted(listed(citizen)) == sorted([first, second])
    seen = citizen.dossier(first)
    assert seen["state"] == "registered" and "request_withdrawal" in seen["actions"]
    assert citizen.get(f"/v1/dossiers/{first}/receipt").status == 200
    event = citizen.get(f"/v1/dossiers/{first}/events").json["items"][-1]
    assert (event["kind"], event["from_state"], event["to_state"], event["actor_role"]) == (
        "claim", "registered", "registered", "citizen")
    assert event["note"].startswith(f"Số điện thoại có đuôi {mother.phone[-3:]} đã được xác nhận")
    assert mother.phone not in event["note"] and mother.number not in event["note"]
    assert officer.get(f"/v1/dossiers/{first}/events").json["items"][-1]["kind"] == "claim"
    # the party stays what it was: that it is the account's person is a row beside it, with what showed it
    party = party_of(service, first)
    assert service.sql("select capacity, by_phone, by_personal_id, valid_from > now() - interval '1 minute', valid_until "
                       "from acting where party_id = %s", party) == [("self", mother.phone, mother.number, True, None)]
    assert service.sql("select count(*) from account where party_id = %s", party) == [(0,)]
    assert draft not in listed(citizen)
    officer.submit(draft)
    assert draft in listed(citizen)


def test_from_then_on_its_notices_come(people, service, mother):
    citizen = people.newcomer()
    dossier = at_counter(people.officer, mother.named())
    prove(citizen, service, mother.phone)
    assert claim(citizen, mother.number).json["dossiers"] == 1
    assert citizen.get("/v1/notifications").json["items"] == [], "what was before is read in the dossier"
    people.officer.do(dossier, "accept")
    assert [one["dossier_id"] for one in citizen.get("/v1/notifications").json["items"]] == [dossier]


def test_what_the_desk_takes_in_after_the_proof_is_found_too(people, service, mother):
    citizen = people.newcomer(personal_id=mother.number)
    prove(citizen, service, mother.phone)
    draft = at_counter(people.officer, mother.named(), filed=False)
    assert listed(citizen) == [], "a draft of the desk is its unit's alone"
    assert citizen.get(f"/v1/dossiers/{draft}").code == "not-found"
    people.officer.submit(draft)
    assert listed(citizen) == [draft]
    assert [one["kind"] for one in citizen.get(f"/v1/dossiers/{draft}/events").json["items"]] == ["submit", "claim"]
    assert [one["dossier_id"] for one in citizen.get("/v1/notifications").json["items"]] == [draft], "of the filing itself"
    next_one = at_counter(people.officer, {"party_id": party_of(service, draft)})
    assert sorted(listed(citizen)) == sorted([draft, next_one])
    assert [one["kind"] for one in citizen.get(f"/v1/dossiers/{next_one}/events").json["items"]] == ["submit"]
    assert claim(citizen, mother.number).json == {"dossiers": 2, "elsewhere": False}


def test_asking_again_is_answered_alike_and_changes_nothing(people, service, mother):
    citizen = people.newcomer()
    dossier = at_counter(people.officer, mother.named())
    prove(citizen, service, mother.phone)
    answers = [claim(citizen, typed).json for typed in (
        mother.number, mother.number, f" {mother.number[:3]} {mother.number[3:6]}.{mother.number[6:]} ")]
    assert answers == [{"dossiers": 1, "elsewhere": False}] * 3
    assert [one["kind"] for one in citizen.get(f"/v1/dossiers/{dossier}/events").json["items"]].count("claim") == 1
    assert service.sql("select count(*) from acting where account_id = %s", citizen.account["id"]) == [(2,)]


def test_one_of_the_two_alone_is_answered_as_if_there_were_nobody(people, service, mother):
    other = Somebody()
    at_counter(people.officer, mother.named())
    with_phone, with_number, with_neither = (people.newcomer() for _ in range(3))
    prove(with_phone, service, mother.phone)
    prove(with_number, service, other.phone)
    prove(with_neither, service, Somebody().phone)
    answers = [claim(with_phone, other.number), claim(with_number, mother.number), claim(with_neither, Somebody().number)]
    assert {answer.status for answer in answers} == {200} and {answer.body for answer in answers} == {b'%s' % answers[0].body}
    assert answers[0].json == NOTHING
    assert [listed(citizen) for citizen in (with_phone, with_number, with_neither)] == [[], [], []]


def test_a_phone_that_is_only_the_account_s_login_shows_nothing(people, service):
    """Anybody can make an account with any number: it is proven, or it is nothing."""
    citizen = people.newcomer()
    named = {**Somebody().named(), "phone": citizen.account["phone"]}
    dossier = at_counter(people.officer, named)
    assert claim(citizen, named["personal_id"]).code == "phone-not-proven"
    assert listed(citizen) == []
    prove(citizen, service, citizen.account["phone"])
    assert claim(citizen, named["personal_id"]).json["dossiers"] == 1 and listed(citizen) == [dossier]


def test_a_number_that_now_is_somebody_else_s_needs_the_personal_number_too(people, service, mother):
    """The phone was given to another person: who has it now proves it, and finds nothing of who had it before."""
    before, now = people.newcomer(personal_id=mother.number), people.newcomer(personal_id=Somebody().number)
    at_counter(people.officer, mother.named())
    prove(before, service, mother.phone)
    assert claim(before, mother.number).json["dossiers"] == 1
    prove(now, service, mother.phone)
    assert claim(now, now.get("/v1/me").json["personal_id"]).json == NOTHING
    later = at_counter(people.officer, mother.named())
    assert later in listed(before) and listed(now) == []


def test_two_of_a_family_share_a_phone_and_each_finds_his_own(people, service, mother):
    father = Somebody()
    hers = at_counter(people.officer, mother.named())
    his = at_counter(people.officer, {**father.named(), "phone": mother.phone})
    one, two = people.newcomer(), people.newcomer()
    prove(one, service, mother.phone)
    prove(two, service, mother.phone)
    assert claim(one, mother.number).json["dossiers"] == claim(two, father.number).json["dossiers"] == 1
    assert (listed(one), listed(two)) == ([hers], [his])
    refused = claim(one, father.number)
    assert refused.code == "number-differs", "one account is one person's"
    assert listed(one) == [hers]


def test_what_another_account_has_stays_there_and_the_answer_says_so(people, service, mother):
    old, new = people.newcomer(), people.newcomer()
    dossier = at_counter(people.officer, mother.named())
    prove(old, service, mother.phone)
    assert claim(old, mother.number).json == {"dossiers": 1, "elsewhere": False}
    prove(new, service, mother.phone)
    assert claim(new, mother.number).json == {"dossiers": 0, "elsewhere": True}
    assert (listed(old), listed(new)) == ([dossier], [])
    later = at_counter(people.officer, mother.named())
    assert sorted(listed(old)) == sorted([dossier, later]) and listed(new) == []


def test_of_two_accounts_that_show_the_same_the_desk_s_filing_goes_to_neither_until_one_asks(people, service, mother):
    one, two = people.newcomer(personal_id=mother.number), people.newcomer(personal_id=mother.number)
    prove(one, service, mother.phone)
    prove(two, service, mother.phone)
    dossier = at_counter(people.officer, mother.named())
    assert listed(one) == listed(two) == []
    assert claim(two, mother.number).json == {"dossiers": 1, "elsewhere": False}
    assert claim(one, mother.number).json == {"dossiers": 0, "elsewhere": True}
    assert (listed(one), listed(two)) == ([], [dossier])


def test_two_accounts_at_the_same_moment_one_gets_it(people, service):
    for _ in range(5):
        mother = Somebody()
        at_counter(people.officer, mother.named())
        pair = [people.newcomer(), people.newcomer()]
        for citizen in pair:
            prove(citizen, service, mother.phone)
        start = threading.Barrier(8)

        def ask(person):
            start.wait()
            return claim(person, mother.number)

        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(ask, [citizen.copy() for citizen in pair * 4]))
        assert {answer.status for answer in answers} == {200}
        assert sorted(len(listed(citizen)) for citizen in pair) == [0, 1]
        winner = next(i for i in (0, 1) if listed(pair[i]))
        assert [answer.json["elsewhere"] for answer in answers] == [i % 2 != winner for i in range(8)]
        assert service.sql("select count(*) from acting where by_phone = %s", mother.phone) == [(1,)]


def test_filing_and_asking_at_the_same_moment_never_miss_each_other(people, service):
    for _ in range(5):
        mother = Somebody()
        citizen = people.newcomer()
        prove(citizen, service, mother.phone)
        draft = at_counter(people.officer, mother.named(), filed=False)
        officer, asker = people.officer.copy(), citizen.copy()
        threads = [threading.Thread(target=officer.submit, args=(draft,)), threading.Thread(target=claim, args=(asker, mother.number))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert listed(citizen) == [draft]
        assert [one["kind"] for one in citizen.get(f"/v1/dossiers/{draft}/events").json["items"]].count("claim") == 1


@pytest.mark.parametrize("role", ["submitter", "helper", "payer", "recipient"])
def test_who_is_something_else_than_the_applicant_finds_nothing(people, service, mother, role):
    nephew = Somebody()
    dossier = at_counter(people.officer, mother.named(), submitter=nephew.named(full_name="Lý Văn Cháu"))
    if role != "submitter":
        service.sql("""with ended as (update dossier_party set until_at = now() where dossier_id = %s and role = 'submitter'
            returning dossier_id, party_id) insert into dossier_party (dossier_id, role, party_id)
            select dossier_id, %s, party_id from ended""", dossier, role)
    citizen = people.newcomer()
    prove(citizen, service, nephew.phone)
    assert claim(citizen, nephew.number).json == NOTHING
    assert listed(citizen) == [] and citizen.get(f"/v1/dossiers/{dossier}").code == "not-found"


def test_what_was_filed_online_or_by_an_account_is_nobody_s_to_find(people, service):
    owner, thief = people.newcomer(personal_id=Somebody().number), people.newcomer()
    owner.file(COPIES)
    prove(thief, service, owner.account["phone"])
    assert claim(thief, owner.account["personal_id"]).json == NOTHING
    party = service.sql("select party_id from account where id = %s", owner.account["id"])[0][0]
    at_counter(people.officer, {"party_id": str(party)})
    assert claim(thief, owner.account["personal_id"]).json == NOTHING and listed(thief) == []


def test_an_organisation_is_not_a_person(people, service, mother):
    at_counter(people.officer, mother.named(kind="organisation"))
    citizen = people.newcomer()
    prove(citizen, service, mother.phone)
    assert claim(citizen, mother.number).json == NOTHING


def test_evidence_that_was_ended_shows_nothing(people, service, mother):
    """An officer mistook the number, or the account's proof holds no more."""
    citizen = people.newcomer()
    dossier = at_counter(people.officer, mother.named())
    prove(citizen, service, mother.phone)
    party = party_of(service, dossier)
    service.sql("update party_identifier set ended_at = now() where party_id = %s and kind = 'phone'", party)
    assert claim(citizen, mother.number).json == NOTHING
    service.sql("update party_identifier set ended_at = null where party_id = %s", party)
    service.sql("update party_identifier set ended_at = now() where value = %s and level = 'proven'", mother.phone)
    assert claim(citizen, mother.number).code == "phone-not-proven" and listed(citizen) == []


def test_a_number_given_by_mistake_is_corrected_with_history_five_times_a_day(people, service, mother):
    citizen = people.newcomer(personal_id=Somebody().number)
    at_counter(people.officer, mother.named())
    prove(citizen, service, mother.phone)
    for _ in range(3):
        assert claim(citizen, Somebody().number).json == NOTHING
    assert claim(citizen, mother.number).json["dossiers"] == 1
    assert citizen.get("/v1/me").json["personal_id"] == mother.number
    assert claim(citizen, mother.number).status == 200, "no new number, no count"
    said = service.sql("""select count(*), count(*) filter (where i.ended_at is null) from party_identifier i
        join account a on a.party_id = i.party_id where a.id = %s and i.kind = 'personal_id'""", citizen.account["id"])
    assert said == [(5, 1)]


def test_the_sixth_number_of_a_day_is_refused_even_when_fifty_are_tried_at_once(people, service, mother):
    citizen = people.newcomer()
    at_counter(people.officer, mother.named())
    prove(citizen, service, mother.phone)
    with ThreadPoolExecutor(5) as pool:
        codes = [answer.code for answer in pool.map(lambda _: claim(citizen.copy(), Somebody().number), range(50))]
    assert codes.count(None) == 5 and set(codes) <= {None, "too-many-numbers", "overloaded"}
    refused = claim(citizen, mother.number)
    assert refused.code == "too-many-numbers" and 80000 < int(refused.headers["retry-after"]) <= 86400
    assert listed(citizen) == [], "and it tells nothing of whether the number is right"


@pytest.mark.parametrize("typed", ["12345678901", "1234567890123", "12345678901x", "' or '1'='1", "000000000000", "001187\u0660\u0661\u0662\u0663\u0664\u0665"])
def test_a_number_that_is_none_is_refused_with_words(people, typed):
    answer = claim(people.newcomer(), typed)
    assert answer.status == 422 and [e["pointer"] for e in answer.json["errors"]] == ["/personal_id"]


def test_the_staff_and_who_is_not_signed_in_find_nothing_here(people, mother):
    assert claim(people.officer, mother.number).code == claim(people.admin, mother.number).code == "forbidden"
    assert claim(people.nobody, mother.number).code == "unauthenticated"


def test_another_unit_s_officer_sees_no_more_than_before(people, service, mother):
    dossier = at_counter(people.officer, mother.named(), unit=UNIT)
    citizen = people.newcomer()
    prove(citizen, service, mother.phone)
    claim(citizen, mother.number)
    assert people.officer_binh.get(f"/v1/dossiers/{dossier}").code == "not-found"


def test_a_hundred_parties_with_one_phone_are_told_apart_by_their_number(people, service):
    """Desks write their own phone for those who have none."""
    desk = Somebody().phone
    mother = Somebody()
    dossier = at_counter(people.officer, {**mother.named(), "phone": desk})
    service.sql("""with made as (insert into party (id, name) select uuid_v7(), 'Người mẫu' from generate_series(1, 100) returning id)
        insert into party_identifier (party_id, kind, value, source, level)
        select id, 'phone', %s, 'desk', 'claimed' from made union all
        select id, 'personal_id', lpad((row_number() over ())::text, 12, '0'), 'desk', 'claimed' from made""", desk)
    citizen = people.newcomer()
    prove(citizen, service, desk)
    assert claim(citizen, mother.number).json == {"dossiers": 1, "elsewhere": False} and listed(citizen) == [dossier]
