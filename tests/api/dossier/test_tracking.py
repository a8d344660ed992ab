"""Following a dossier without signing in: the link of its receipt opens how it goes on. How often a code is looked up stands in
test_budgets.py."""
import re
import subprocess

import pytest

from harness.people import COPIES


@pytest.fixture()
def filed(people):
    """(citizen, dossier, code, the four digits)"""
    citizen = people.newcomer()
    dossier = citizen.file(COPIES)
    return citizen, dossier, citizen.dossier(dossier)["code"], citizen.account["phone"][-4:]


def test_the_receipt_carries_the_link_and_only_the_people_of_the_dossier_are_told_it(people, filed, tmp_path):
    citizen, dossier, code, _ = filed
    link = citizen.link(dossier)
    assert re.fullmatch(r"https://motcua\.example/t/[A-Za-z0-9_-]{22}", link)
    paper = tmp_path / "receipt.pdf"
    paper.write_bytes(citizen.get(f"/v1/dossiers/{dossier}/papers/receipt.pdf").body)
    subprocess.run(["pdftoppm", "-r", "150", "-png", paper, tmp_path / "page"], check=True)
    seen = subprocess.run(["zbarimg", "-q", *tmp_path.glob("page*.png")], capture_output=True, text=True).stdout
    assert f"QR-Code:{link}\n" in seen
    text = subprocess.run(["pdftotext", paper, "-"], check=True, capture_output=True, text=True).stdout
    assert link in re.sub(r"\s", "", text)
    for other in (people.citizen_elder, people.officer):
        assert other.get(f"/v1/dossiers/{dossier}/tracking-link").code == "not-found"
    assert people.nobody.follow(link).json["code"] == code
    draft = citizen.draft(COPIES)
    assert citizen.get(f"/v1/dossiers/{draft}/tracking-link").code == "not-found"


def test_a_link_that_was_renewed_opens_nothing(people, filed):
    citizen, dossier, code, _ = filed
    first, links = citizen.link(dossier), []
    for _ in range(2):
        renewed = citizen.post(f"/v1/dossiers/{dossier}/tracking-link", key="renew-" + str(len(links)) + dossier)
        assert renewed.status == 201
        links.append(renewed.json["link"])
        assert citizen.link(dossier) == links[-1] and people.nobody.follow(links[-1]).json["code"] == code
    again = citizen.post(f"/v1/dossiers/{dossier}/tracking-link", key="renew-1" + dossier)
    assert again.code == "reply-not-kept" and citizen.link(dossier) == links[1]
    another = citizen.file(COPIES)
    kept = citizen.link(another)
    reused = citizen.post(f"/v1/dossiers/{another}/tracking-link", key="renew-1" + dossier)
    assert (reused.status, reused.code) == (422, "idempotency-key-reused") and citizen.link(another) == kept
    for old in (first, links[0], links[1][:-2], links[1] + "0", first + ".1", first + ".2"):
        assert people.nobody.follow(old).code == "not-found", old
    assert len({first, *links}) == 3
    assert people.citizen_elder.post(f"/v1/dossiers/{dossier}/tracking-link", key=True).code == "not-found"


@pytest.mark.parametrize("secret", ["", "x", "A" * 21, "A" * 22, "A" * 23, "A" * 100, "đ" * 22, "AAAAAAAAAAAAAAAAAAAAAB", "A" * 22 + ".",
                                    "A" * 22 + ".0", "A" * 22 + ".01", "A" * 22 + ".99999", "A" * 22 + ".100000", "A" * 22 + ".-1"])
def test_what_is_no_link_opens_nothing(anyone, secret):
    assert anyone.follow("/t/" + secret).code == "not-found"


def test_the_database_holds_nothing_that_opens_a_dossier(people, service, filed):
    citizen, dossier, _, _ = filed
    secret = citizen.link(dossier).rsplit("/", 1)[1]
    people.nobody.follow("/t/" + secret)
    renewed = citizen.post(f"/v1/dossiers/{dossier}/tracking-link", key=True).json["link"].rsplit("/", 1)[1]
    text = service.dump()
    assert dossier in text and secret not in text and renewed[:22] not in text
    log = service.api.log.read_text()
    assert "openTrackingLink" in log and secret not in log and renewed[:22] not in log


def test_the_desk_finds_a_dossier_by_a_link_that_was_scanned(people, filed):
    citizen, dossier, _, _ = filed
    link = citizen.link(dossier)
    for typed in (link, link.replace("https://motcua.example", ""), f" {link} ", link.replace("motcua.example/t/", "motcua.example/m/t/")):
        assert people.officer.found(typed) == [dossier]
    citizen.post(f"/v1/dossiers/{dossier}/tracking-link", key=True)
    assert people.officer.found(link) == []
    assert people.officer.found(citizen.link(dossier)) == [dossier]
    assert people.officer_land.found(citizen.link(dossier)) == []
