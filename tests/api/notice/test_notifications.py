"""What people are told leaves the program once and surely: mail over a real SMTP server, SMS as files, retries, order."""
import email
import email.policy
import itertools
import json
import re
import runpy
import time
import uuid

import pytest
import yaml

from harness.contract import ROOT
from harness.delivery import delivered, pending, short_messages, wait
from harness.people import COPIES

SEGMENTS = 2 * 67  # characters with marks in two parts of a short message


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
    assert short_messages(service, citizen) == {
        notice["id"]: f"Một cửa Tỉnh mẫu: {notice['title']}. Xem tại motcua.example" for notice in notices}


def test_what_somebody_typed_leaves_by_no_message(people, citizen, mailbox, service):
    """Free text leaves by SMS/mail. Old answer: the whole reason, up to 2,000 characters with line breaks and HTML, went into
    the short message (some 30 of them in money) and into the mail."""
    reason = "<b>Thiếu chữ ký</b>\r\n" + "của bà Lò Thị Thử, số định danh 001190000001. " * 40
    dossier = citizen.file(COPIES)
    people.officer.do(dossier, "refuse", reason=reason.strip())
    code = citizen.dossier(dossier)["code"]
    notice = citizen.get("/v1/notifications").json["items"][0]
    assert "Lò Thị Thử" in notice["body"]
    letters, messages = delivered(service, mailbox, citizen)
    letter = next(letter for letter in letters if notice["id"] in letter["message-id"])
    assert "Lý do: Hồ sơ không thuộc thẩm quyền" in letter.get_content()
    assert "khoản 3). (xem trong hồ sơ)" in letter.get_content() and f"/ho-so/{dossier}" in letter.get_content()
    assert not any("Lò Thị Thử" in text or "001190000001" in text
                   for text in [*(letter.get_content() for letter in letters), *messages.values()])
    assert messages[notice["id"]] == f"Một cửa Tỉnh mẫu: Hồ sơ {code} không được tiếp nhận. Xem tại motcua.example"
    assert len(messages[notice["id"]]) <= SEGMENTS


def test_every_short_message_is_short(service):
    """Every title of the vocabulary with the longest values that there may be, with marks, in the names of both sample sites: it
    fits in two parts; or the fixed sentence goes, which does. Counted by the simulator of a gateway."""
    form = runpy.run_path(str(ROOT / "tests/simulators/sms_form.py"))["form"]
    channel = yaml.safe_load((ROOT / "schema/vocabulary/message_channels.yaml").read_text(encoding="utf-8"))["entries"]["sms"]
    names = [json.loads((ROOT / f"schema/sample/{site}/site.json").read_text(encoding="utf-8"))["name"]["vi"]
             for site in ("site", "second-site")]
    longest = {"code": "H99.31.31-261123-99999", "unit": service.sql("select max(name) from unit where length(name) = "
                                                                     "(select max(length(name)) from unit)")[0][0], "count": "99999"}
    fitting = 0
    for words, in service.sql("select words from notice_template"):
        for language, name in itertools.product(("vi", "en"), names):
            title = re.sub(r"{(\w+)(:\w+)?}", lambda place: longest[place.group(1)], words[language]["title"])
            told, brief = (channel[kind][language].format(sender=name, title=title, site="dichvucong.tinhmau.gov.vn")
                           for kind in ("text", "brief"))
            assert form(brief)[1] <= 2, brief
            fitting += form(told)[1] <= 2
            assert form(told)[1] <= 2 or "{unit}" in words[language]["title"], told
    assert fitting > 50


def test_a_title_that_needs_three_parts_is_read_after_signing_in(citizen, service):
    citizen.file(COPIES)
    service.sql("delete from outbox")
    made, = service.sql("""with told as (
            insert into notification (id, account_id, template_id, told)
            select uuid_v7(), %s, max(id), %s from notice_template where notice = 'intake_waits' returning id)
        insert into outbox (id, topic, subject_id, channel) select uuid_v7(), 'message', id, 'sms' from told returning subject_id::text""",
                        citizen.account["id"], json.dumps({"count": 3, "unit": "Ủy ban nhân dân " * 6, "due": "2026-11-23T03:20:00Z"}))
    service.start_worker()
    try:
        wait(lambda: pending(service) == 0)
    finally:
        service.stop_worker()
    assert short_messages(service, citizen)[made[0]] == "Một cửa Tỉnh mẫu: bạn có thông báo mới. Xem tại motcua.example"


def test_messages_are_written_in_the_language_of_the_last_sign_in(people, citizen, mailbox, service):
    dossier = citizen.file(COPIES)
    again = citizen.post("/v1/sessions", citizen.login, headers={"Authorization": "", "Accept-Language": "en"})
    assert again.status == 201
    people.officer.do(dossier, "accept")
    code = citizen.dossier(dossier)["code"]
    letters, messages = delivered(service, mailbox, citizen)
    assert {str(letter["subject"]) for letter in letters} == {f"We have dossier {code}", f"Dossier {code} is accepted"}
    assert all("Dear " in letter.get_content() and "See the dossier:" in letter.get_content() for letter in letters)
    assert f"Một cửa Tỉnh mẫu: Dossier {code} is accepted. Read more at motcua.example" in messages.values()


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
    # The words change: what was told stays as it was, in either language.
    service.sql("insert into notice_template (notice, names, words) select notice, names, "
                """'{"vi": {"title": "Mới", "body": "."}, "en": {"title": "New", "body": "."}}' from notice_template """
                "where notice in ('accept_promised', 'submitted_unpaid')")
    try:
        for language, before in (("vi", vietnamese), ("en", english)):
            assert citizen.get("/v1/notifications", headers={"Accept-Language": language}).json["items"] == before
        people.officer.do(citizen.file(COPIES), "accept")
        assert [item["title"] for item in citizen.get("/v1/notifications").json["items"]][:2] == ["Mới", "Mới"]
    finally:
        service.sql("insert into notice_template (notice, names, words) select distinct on (notice) notice, names, words "
                    "from notice_template where notice in ('accept_promised', 'submitted_unpaid') order by notice, id")


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
        wait(lambda: service.sql("select 1 from outbox where attempts > 0 and held and last_error is not null"))
        mailbox.start()
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
        wait(lambda: mailbox.to(later.account["email"]))
        wait(lambda: pending(service) == 0)
    finally:
        service.stop_worker()
    assert mailbox.to(never.account["email"]) == []
    assert service.sql("select channel, refused from outbox") == [("mail", True)]


def test_a_short_message_that_fails_does_not_send_the_letter_again(citizen, mailbox, service):
    lines = service.folder / "outbox/sms.jsonl"
    kept = lines.read_bytes() if lines.exists() else b""
    lines.unlink(missing_ok=True)
    lines.mkdir()  # nothing can be written there
    service.start_worker(MOTCUA_SMTP_URL=mailbox.url)
    try:
        citizen.file(COPIES)
        wait(lambda: mailbox.to(citizen.account["email"]))
        wait(lambda: not service.sql("select 1 from outbox where channel is distinct from 'sms'"))
        for attempt in (1, 2, 3):
            wait(lambda: service.sql("select 1 from outbox where attempts >= %s and last_error is not null", attempt))
            service.sql("update outbox set available_at = now() where last_error is not null")
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
        claimed = service.sql("select attempts, available_at > now() + interval '10 seconds' from outbox "
                              "where channel = 'mail' order by attempts desc")
        assert claimed == [(1, True), (1, True), (0, False)]
        mailbox.answers.set()
        wait(lambda: pending(service) == 0)
    finally:
        mailbox.answers.set()
        service.stop_worker()
    assert len(mailbox.to(citizen.account["email"])) == 3


def test_what_waits_for_nobody_waits_for_no_letter(citizen, mailbox, service):
    for _ in range(3):
        citizen.file(COPIES)
    mailbox.answers.clear()
    service.start_worker(MOTCUA_SMTP_URL=mailbox.url)
    try:
        wait(lambda: mailbox.held == 1)
        # The notices, the papers and the short messages are all done while a letter hangs.
        wait(lambda: service.sql("select distinct topic, channel from outbox") == [("message", "mail")])
        mailbox.answers.set()
        wait(lambda: pending(service) == 0)
    finally:
        mailbox.answers.set()
        service.stop_worker()
