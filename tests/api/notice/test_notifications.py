"""What people are told leaves the program once and surely: mail over a real SMTP server, SMS as files, retries, order."""
import email
import email.policy
import json
import time
import uuid

import pytest

from harness.mail import Mailbox
from harness.people import COPIES


@pytest.fixture()
def mailbox():
    box = Mailbox()
    box.start()
    yield box
    box.stop()


def wait(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, "it does not come"
        time.sleep(0.02)
    return value


def pending(service):
    return service.sql("select count(*) from outbox where failed_at is null")[0][0]


@pytest.fixture()
def citizen(people):
    return people.newcomer(email=f"{uuid.uuid4().hex}@example.vn")


def test_every_notice_is_sent_as_mail_and_sms(people, citizen, mailbox, service):
    service.start_worker(MOTCUA_SMTP_URL=mailbox.url, MOTCUA_MAIL_FROM="motcua@tinhmau.example")
    try:
        dossier = citizen.file(COPIES)
        people.officer.do(dossier, "accept")
        wait(lambda: len(mailbox.to(citizen.account["email"])) >= 2)
        wait(lambda: pending(service) == 0)
    finally:
        service.stop_worker()
    notices = citizen.get("/v1/notifications").json["items"]
    letters = mailbox.to(citizen.account["email"])
    assert sorted(str(letter["subject"]) for letter in letters) == sorted(notice["title"] for notice in notices)
    for letter in letters:
        notice = next(n for n in notices if n["title"] == letter["subject"])
        assert notice["id"] in letter["message-id"]
        assert letter["from"].addresses[0].addr_spec == "motcua@tinhmau.example"
        assert letter["from"].addresses[0].display_name == "Một cửa Tỉnh mẫu"
        text = letter.get_content()
        assert notice["body"] in text and f"https://motcua.example/ho-so/{dossier}" in text
        assert "không bao giờ hỏi mật khẩu" in text
        # What stands in a letter anybody could read: the code, never a number of the person.
        assert citizen.account["phone"] not in text
        assert letter["auto-submitted"] == "auto-generated"
    sms = [json.loads(line) for path in (service.folder / "outbox").glob("*sms*")
           for line in path.read_text(encoding="utf-8").splitlines()]
    mine = [message for message in sms if message["to"] == citizen.account["phone"]]
    assert sorted(message["id"] for message in mine) == sorted(notice["id"] for notice in notices)
    assert all(any(message["text"].startswith(f"Một cửa Tỉnh mẫu: {notice['title']}") for notice in notices)
               for message in mine)


def test_notices_are_read_in_the_language_of_the_reader(people, citizen, service):
    dossier = citizen.file(COPIES)
    people.officer.do(dossier, "accept")
    code = citizen.dossier(dossier)["code"]
    vietnamese, english = (citizen.get("/v1/notifications", headers={"Accept-Language": language}).json["items"]
                           for language in ("vi", "en"))
    assert [item["id"] for item in vietnamese] == [item["id"] for item in english]
    assert [item["title"] for item in vietnamese] == [f"Hồ sơ {code} đã được tiếp nhận", f"Đã nhận hồ sơ {code}"]
    assert [item["title"] for item in english] == [f"Dossier {code} is accepted", f"We have dossier {code}"]
    assert english[0]["body"].startswith("The result is promised for ")
    assert "trong 8 giờ làm việc." in vietnamese[1]["body"] and "within 8 working hours." in english[1]["body"]
    # one whose kind is gone is read as it was sent
    service.sql(f"update notification set notice = 'gone' where id = '{english[0]['id']}'")
    assert citizen.get("/v1/notifications", headers={"Accept-Language": "en"}).json["items"][0]["title"] == vietnamese[0]["title"]


def test_without_a_mail_server_letters_are_files(citizen, service):
    service.start_worker()
    try:
        citizen.file(COPIES)
        wait(lambda: pending(service) == 0)
    finally:
        service.stop_worker()
    texts = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
             for path in (service.folder / "outbox").iterdir()]
    assert [t for t in texts if citizen.account["email"] in str(t["to"])]


def test_while_the_mail_server_is_down_nothing_is_lost(citizen, mailbox, service):
    mailbox.stop()
    service.start_worker(MOTCUA_SMTP_URL=mailbox.url)
    try:
        citizen.file(COPIES)
        tried = wait(lambda: service.sql("select attempts, available_at > now(), last_error from outbox "
                                         "where attempts > 0 and last_error is not null"))
        assert tried[0][1]
        mailbox.start()
        # Each try waits longer than the one before; time is made to pass.
        service.sql("update outbox set available_at = now()")
        wait(lambda: mailbox.to(citizen.account["email"]))
        wait(lambda: pending(service) == 0)
    finally:
        service.stop_worker()
    assert len(mailbox.to(citizen.account["email"])) == 1


def test_a_letter_refused_for_now_is_sent_later_and_one_refused_for_good_never_again(people, mailbox, service):
    later = people.newcomer(email=f"later.{uuid.uuid4().hex}@example.vn")
    never = people.newcomer(email=f"never.{uuid.uuid4().hex}@example.vn")
    mailbox.refuse = {later.account["email"]: "451 try again later", never.account["email"]: "550 no such mailbox"}
    service.start_worker(MOTCUA_SMTP_URL=mailbox.url)
    try:
        later.file(COPIES)
        never.file(COPIES)
        wait(lambda: service.sql("select 1 from outbox where attempts > 0 and last_error is not null"))
        wait(lambda: pending(service) == 1)
        mailbox.refuse = {}
        service.sql("update outbox set available_at = now()")
        wait(lambda: mailbox.to(later.account["email"]))
        wait(lambda: pending(service) == 0)
    finally:
        service.stop_worker()
    assert mailbox.to(never.account["email"]) == []


def test_a_short_message_that_fails_does_not_send_the_letter_again(citizen, mailbox, service):
    lines = service.folder / "outbox/sms.jsonl"
    kept = lines.read_bytes() if lines.exists() else b""
    lines.unlink(missing_ok=True)
    lines.mkdir()  # nothing can be written there
    service.start_worker(MOTCUA_SMTP_URL=mailbox.url)
    try:
        citizen.file(COPIES)
        wait(lambda: mailbox.to(citizen.account["email"]))
        for attempt in (1, 2, 3):
            wait(lambda: service.sql("select 1 from outbox where attempts >= %s and last_error is not null", attempt))
            service.sql("update outbox set available_at = now()")
        left = service.sql("select topic, channel from outbox")
        lines.rmdir()
        lines.write_bytes(kept)
        service.sql("update outbox set available_at = now()")
        wait(lambda: pending(service) == 0)
    finally:
        service.stop_worker()
    assert left == [("message", "sms")]
    assert len(mailbox.to(citizen.account["email"])) == 1
    sent = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    assert len([message for message in sent if message["to"] == citizen.account["phone"]]) == 1


def test_two_workers_and_a_slow_mail_server_send_every_letter_once(citizen, mailbox, service):
    """A letter under way is hidden for longer than it may take; the others do not wait behind it."""
    for _ in range(3):
        citizen.file(COPIES)
    mailbox.answers.clear()
    service.start_worker(MOTCUA_SMTP_URL=mailbox.url)
    try:
        wait(lambda: mailbox.held == 1)
        service.start_worker(MOTCUA_SMTP_URL=mailbox.url)
        wait(lambda: mailbox.held == 2)
        claimed = service.sql("select attempts, available_at > now() + interval '1 minute' from outbox "
                              "where channel = 'mail' order by attempts desc")
        assert claimed == [(1, True), (1, True), (0, False)]
        mailbox.answers.set()
        wait(lambda: pending(service) == 0)
    finally:
        mailbox.answers.set()
        service.stop_worker()
    assert len(mailbox.to(citizen.account["email"])) == 3


def test_what_waits_for_nobody_is_done_before_letters(citizen, mailbox, service):
    for _ in range(3):
        citizen.file(COPIES)
    service.sql("update outbox set available_at = now() - interval '1 hour' where topic = 'notice'")
    mailbox.answers.clear()
    service.start_worker(MOTCUA_SMTP_URL=mailbox.url)
    try:
        wait(lambda: mailbox.held == 1)
        assert service.sql("select distinct topic from outbox") == [("message",)]
        mailbox.answers.set()
        wait(lambda: pending(service) == 0)
    finally:
        mailbox.answers.set()
        service.stop_worker()


def test_after_ten_tries_a_person_must_look(citizen, service):
    citizen.file(COPIES)
    service.start_worker(MOTCUA_SMTP_URL="smtp://127.0.0.1:1")
    try:
        wait(lambda: service.sql("select 1 from outbox where last_error is not null"))
        service.sql("update outbox set attempts = 9, available_at = now()")
        failed = wait(lambda: service.sql("select last_error from outbox where failed_at is not null"))
        assert failed[0][0]
    finally:
        service.stop_worker()
        service.sql("delete from outbox")


def test_killed_workers_send_every_letter_at_least_once_and_repeats_are_known(people, mailbox, service):
    """A worker is killed again and again in the middle; what was sent twice has the same Message-ID."""
    person = people.newcomer(email=f"{uuid.uuid4().hex}@example.vn")
    for _ in range(25):
        person.file(COPIES)
    titles = {notice["title"] for notice in person.pages("/v1/notifications", limit=100)}
    assert len(titles) == 25
    kills = 0
    for _ in range(6):
        seen = len(mailbox.letters)
        service.start_worker(MOTCUA_SMTP_URL=mailbox.url)
        wait(lambda: len(mailbox.letters) > seen or pending(service) == 0)
        service.kill_worker()
        kills += 1
        wait(lambda: not service.sql("select 1 from pg_stat_activity where application_name = 'motcua-work' "
                                     "and datname = current_database()"))
        # What the dead worker had claimed comes back by itself; time is made to pass.
        service.sql("update outbox set available_at = now()")
    service.start_worker(MOTCUA_SMTP_URL=mailbox.url)
    try:
        wait(lambda: pending(service) == 0)
    finally:
        service.stop_worker()
    letters = mailbox.to(person.account["email"])
    by_id = {letter["message-id"]: str(letter["subject"]) for letter in letters}
    assert set(by_id.values()) == titles and len(by_id) == 25
    print(f"\n{kills} kills of the worker: 25 letters, {len(letters) - 25} of them sent more than once")


def test_a_worker_told_to_stop_ends_at_once(service):
    service.start_worker()
    begin = time.monotonic()
    service.stop_worker()
    assert time.monotonic() - begin < 5
