"""What is kept of how a dossier came to be filed: the session's own, and nothing by which a device is known the next day."""
import pytest

from harness.people import COPIES

FACTS = "select typed_by_staff, own_factor, place, device_people, device_mark from filing where dossier_id = %s"


def submit_from(person, dossier, address, agent):
    """As nginx hands it on: with the client's address, and what its browser says of itself."""
    answer = person.post(f"/v1/dossiers/{dossier}/submission", key=True,
                         headers={"X-Forwarded-For": address, "User-Agent": agent})
    assert answer.status == 201, answer


def test_a_shared_device_is_told_from_ones_own_and_forgotten_at_midnight(people, service):
    shared, own = ("203.0.113.5", "Browser of the office"), ("203.0.113.6", "Phone")
    filed = []
    for device in (shared, shared, shared, own):
        person = people.newcomer()
        dossier = person.draft(COPIES)
        submit_from(person, dossier, *device)
        filed.append(dossier)
    again = person.draft(COPIES)
    submit_from(person, again, *own)
    filed.append(again)
    marks = [service.sql(FACTS, dossier)[0][4] for dossier in filed]
    assert None not in marks and len(set(marks[:3])) == 1 and marks[3] == marks[4] != marks[0]
    service.sql("select devices_turn()")
    assert [service.sql(FACTS, dossier)[0][4] for dossier in filed] == marks, "the day is not over"
    for change in ("update filing set at = at - interval '1 day'", "update device_seen set day = day - 1",
                   "delete from device_key where day > local_day(now())", "update device_key set day = day - 1",
                   "select devices_turn()"):
        service.sql(change)
    assert [service.sql(FACTS, dossier)[0][3:] for dossier in filed] == [(3, None)] * 3 + [(1, None)] * 2
    assert service.sql("select (select count(*) from device_key where day < local_day(now())) + count(*) from device_seen") == [(0,)]


def test_a_device_of_yesterday_has_another_mark_today(people, service):
    person = people.newcomer()
    first, second = person.draft(COPIES), person.draft(COPIES)
    submit_from(person, first, "203.0.113.7", "Phone")
    service.sql("delete from device_key where day > local_day(now())")
    service.sql("update device_key set day = day - 1")
    submit_from(person, second, "203.0.113.7", "Phone")
    yesterday, today = (service.sql(FACTS, dossier)[0][4] for dossier in (first, second))
    assert None not in (yesterday, today) and yesterday != today


def test_who_typed_and_whether_the_submitter_proved_himself_are_kept(people, service):
    citizen = people.newcomer()
    assert service.sql(FACTS, citizen.file(COPIES))[0][:3] == (False, False, None)
    service.sql("""insert into party_identifier (party_id, kind, value, source, level)
        select party_id, 'phone', phone, 'message', 'proven' from account where id = %s""", citizen.account["id"])
    assert service.sql(FACTS, citizen.file(COPIES))[0][:2] == (False, True)
    officer = people.officer
    typed = officer.draft(COPIES, channel="counter", applicant={"full_name": "Lý Thị Mẫu"},
                          submitter={"full_name": "Lý Văn Cháu"}, mandate="Giấy ủy quyền số 12")
    officer.submit(typed)
    assert service.sql(FACTS, typed)[0] == (True, False, None, None, None)
    assert service.sql("select typed_by::text from filing where dossier_id = %s", typed) == [
        (officer.get("/v1/me").json["id"],)]
    assert service.sql("select mandate from dossier_party where dossier_id = %s and role = 'submitter'", typed) == [
        ("Giấy ủy quyền số 12",)]


@pytest.mark.parametrize("pauses, seconds", [((30, 200), 230), ((30, 7200, 20), 650)])
def test_the_time_at_a_draft_counts_a_pause_up_to_ten_minutes(people, service, pauses, seconds):
    """A draft left over night was not filled in all night."""
    citizen = people.newcomer()
    dossier = citizen.draft(COPIES)
    for pause in pauses:
        service.sql(f"""set local session_replication_role = replica;
            update dossier set updated_at = clock_timestamp() - interval '{pause} seconds' where id = '{dossier}'""")
        assert citizen.patch(f"/v1/dossiers/{dossier}", {"answers": {"copies": 2}}, etag="*").status == 200
    citizen.submit(dossier)
    kept = service.sql("select filled_seconds from filing where dossier_id = %s", dossier)[0][0]
    assert seconds <= kept <= seconds + 60
