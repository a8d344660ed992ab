"""What the agency writes when it takes a step: the reason in words, its law, what can be done and by when, read from the PDF."""
import re
import subprocess
import unicodedata

import pytest

from harness import working_time
from harness.people import BIRTH, COPIES

LONG = "Công Tằng Tôn Nữ Thị Nguyễn Phước Hoàng Bảo Trân Châu Ngọc Quỳnh Hương Thiên Kim"
SAID = "Bản chụp giấy chứng sinh mất góc dưới bên phải nên không đọc được số và ngày cấp. " * 5
SUPPLEMENT, REFUSAL, EXTENSION, LAPSED, WITHDRAWN = (f"NĐ 118/2025/NĐ-CP, {article}" for article in (
    "Điều 17 khoản 2 và Điều 19 khoản 5", "Điều 19 khoản 3", "Điều 19 khoản 6", "Điều 19 khoản 5", "Điều 21"))


def squeeze(text):
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))


def letter(person, dossier, form, **query):
    answer = person.get(f"/v1/dossiers/{dossier}/papers/{form}.pdf", query=query or None)
    assert answer.status == 200, answer
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=answer.body, capture_output=True, check=True).stdout.decode()
    flowing = subprocess.run(["pdftotext", "-", "-"], input=answer.body, capture_output=True, check=True).stdout.decode()
    return squeeze(text) + "\n" + squeeze(flowing)


def words(at):
    local = working_time.parse(at) + working_time.LOCAL
    return f"{local:%H} giờ {local:%M} phút, ngày {local:%d} tháng {local.month:0{2 if local.month < 3 else 1}d} năm {local.year}"


def papers(person, dossier):
    """The letters that the history names, by the step they were written with."""
    return {event["kind"]: event["paper"] for event in person.get(f"/v1/dossiers/{dossier}/events").json["items"] if event["paper"]}


@pytest.fixture()
def citizen(people):
    return people.newcomer()


def holds(text, *expected):
    for part in expected:
        assert squeeze(part).strip() in text, (part, text)


def test_a_request_for_more_says_what_why_by_which_law_until_when_and_how(people, citizen):
    """Before: no paper was written; the request was a message alone."""
    answers = {**citizen.answers(BIRTH), "applicant_name": LONG}
    dossier = citizen.file(BIRTH, answers=answers)
    component = citizen.components(BIRTH)[0]
    label = next(field["label"] for page in citizen.form(BIRTH)["ui"]["pages"] for field in page["fields"] if field["name"] == "child_name")
    assert citizen.get(f"/v1/dossiers/{dossier}/papers/supplement.pdf").code == "not-found"
    asked = people.officer.do(dossier, "request_supplement", reason_code="paper_unreadable", reason=SAID, components=[component["code"]],
                              fields=["child_name"])
    officer = people.officer.get("/v1/me").json["full_name"]
    for reader in (citizen, people.officer):
        holds(letter(reader, dossier, "supplement"), "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", f"Mã hồ sơ: {asked['code']}",
              f"Kính gửi: {LONG}", asked["procedure"]["title"], "Giai đoạn: Mới đăng ký", "Lý do: Bản chụp mờ, mất góc hoặc không mở được",
              f"Nội dung cụ thể: {SAID}", f"Căn cứ: {SUPPLEMENT}", f"Giấy tờ: {component['name']}", f"Mục trong tờ khai: {label}",
              f"Hạn bổ sung: {words(asked['supplement']['limit_at'])}", "Cách bổ sung: gửi trên mạng", asked["unit"]["name"],
              "Đóng hồ sơ không phải là từ chối", "ĐẠI DIỆN CƠ QUAN", officer)
    assert papers(citizen, dossier) == {"request_supplement": "supplement"}
    assert people.officer_binh.get(f"/v1/dossiers/{dossier}/papers/supplement.pdf").code == "not-found"


def test_a_refusal_says_why_by_which_law_and_what_can_be_done(people, citizen):
    dossier = citizen.file(COPIES)
    paid = people.officer.pay_cash(dossier)
    people.officer.do(dossier, "refuse", reason_code="not_competent", reason="Sổ gốc do xã bên cạnh giữ.")
    holds(letter(citizen, dossier, "refusal"), "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
          "Lý do: Hồ sơ không thuộc thẩm quyền giải quyết của cơ quan này", "Nội dung cụ thể: Sổ gốc do xã bên cạnh giữ.",
          f"Căn cứ: {REFUSAL}", "có thể nộp hồ sơ mới", "có quyền khiếu nại",
          f"{paid['amount']:,} đồng đã nộp sẽ được hoàn lại".replace(",", "."))
    assert papers(citizen, dossier) == {"refuse": "refusal"}


def test_an_apology_says_both_days_and_the_reason(people, citizen, moment):
    moment.set("2027-03-10 09:00")
    dossier = citizen.file("1.004884")
    before = people.officer.do(dossier, "accept")["due_at"]
    after = people.officer.do(dossier, "extend", reason_code="case_complex", reason="Phải tra cứu sổ cũ ở ba nơi.", days=3)["due_at"]
    assert after > before
    holds(letter(citizen, dossier, "extension"), "VĂN BẢN XIN LỖI", "VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT", "Cơ quan xin lỗi",
          "Lý do: Hồ sơ phức tạp, cần thêm thời gian", "Nội dung cụ thể: Phải tra cứu sổ cũ ở ba nơi.", f"Căn cứ: {EXTENSION}",
          f"Ngày hẹn trước đó: {words(before)}", f"Thời gian hẹn trả kết quả lại: {words(after)}", "không phải làm gì thêm")


def stopped(people, citizen, moment):
    dossier = citizen.file(COPIES)
    people.officer.do(dossier, "accept")
    people.officer.do(dossier, "stop", reason_code="filed_twice", reason="Trùng hồ sơ nộp hôm qua.")
    return dossier, "Hồ sơ trùng với hồ sơ đã nộp", REFUSAL


def lapsed(people, citizen, moment):
    moment.set("2027-03-10 09:00")
    dossier = citizen.file(BIRTH)
    people.officer.do(dossier, "request_supplement", reason_code="paper_missing", fields=["child_name"])
    moment.set("2027-05-10 09:00")
    people.officer.do(dossier, "expire_supplement")
    return dossier, "Không bổ sung giấy tờ trong thời hạn", LAPSED


def withdrawn(people, citizen, moment):
    dossier = citizen.file(COPIES)
    citizen.do(dossier, "request_withdrawal", reason="Tôi không cần nữa.")
    people.officer.do(dossier, "accept_withdrawal")
    return dossier, "Người nộp xin rút hồ sơ", WITHDRAWN


@pytest.mark.parametrize("end", [stopped, lapsed, withdrawn])
def test_the_notice_of_an_end_says_which_end_it_is(people, service, citizen, moment, end):
    dossier, reason, law = end(people, citizen, moment)
    stage = service.sql("select s.name_vi from dossier_event e join dossier_state s on s.state = e.from_state"
                             " where e.dossier_id = %s order by e.at desc, e.id desc limit 1", dossier)[0][0]
    holds(letter(citizen, dossier, "stop"), "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ", f"Giai đoạn: {stage}", f"Lý do: {reason}",
          f"Căn cứ: {law}", "Có thể nộp hồ sơ mới")


def test_a_letter_says_the_same_for_ever_and_each_step_has_its_own(people, citizen, moment):
    """The second request does not change what the first one said."""
    moment.set("2027-03-10 09:00")
    dossier = citizen.file("1.004884")
    people.officer.do(dossier, "request_supplement", reason_code="paper_missing", fields=["applicant_name"])
    first = citizen.get(f"/v1/dossiers/{dossier}/events").json["items"][-1]
    text = letter(citizen, dossier, "supplement", event=first["id"])
    moment.set("2027-03-11 09:00")
    people.officer.do(dossier, "cancel_supplement", reason_code="asked_by_mistake")
    assert letter(citizen, dossier, "supplement", event=first["id"]) == letter(citizen, dossier, "supplement") == text
    cancelled = citizen.get(f"/v1/dossiers/{dossier}/events").json["items"][-1]
    assert cancelled["paper"] is None
    for other in (cancelled["id"], "01900000-0000-7000-8000-000000000000"):
        assert citizen.get(f"/v1/dossiers/{dossier}/papers/supplement.pdf", query={"event": other}).code == "not-found"
    assert citizen.get(f"/v1/dossiers/{dossier}/papers/refusal.pdf", query={"event": first["id"]}).code == "not-found"
    assert citizen.get(f"/v1/dossiers/{dossier}/papers/supplement.pdf", query={"event": "x"}).code == "bad-query"


def test_a_preview_names_the_letter(people, citizen):
    dossier = citizen.file(COPIES)
    said = people.officer.post(f"/v1/dossiers/{dossier}/actions?dry_run=true",
                               {"action": "refuse", "reason_code": "filed_twice", "reason": "Trùng hồ sơ nộp hôm qua."}, etag="*")
    assert said.json["papers"] == ["refusal"]
    assert citizen.get(f"/v1/dossiers/{dossier}/papers/refusal.pdf").code == "not-found"
