"""What people type and paste is tidied in one way at every door; what folds to nothing finds nothing."""

import pytest

from harness.people import BIRTH, COPIES, PASSWORD

NAME = "Nguyễn Văn An"


@pytest.mark.parametrize("typed", [
    " Nguyễn Văn  An ", "Nguyễn\u00a0Văn\u00a0An", "Nguyễn\u200b Văn An\u200b", "\tNguyễn\tVăn\tAn", "Ngu\u00adyễn Văn An",
    "\ufeffNguyễn Văn An", "\u202eNguyễn Văn An\u202c", "Nguye\u0302\u0303n Văn An\r\n"], ids=ascii)
def test_a_name_is_kept_as_it_was_meant(people, typed):
    assert people.newcomer(full_name=typed).account["full_name"] == NAME


@pytest.mark.parametrize("name", ["A\u0007B", "\u115f\u115f", "A\ufffd", " \u00a0A\u200b"], ids=ascii)
def test_a_name_that_cannot_be_read_is_refused(anyone, name):
    answer = anyone.post("/v1/accounts", {"full_name": name, "phone": "0913400001", "password": PASSWORD})
    assert answer.code == "invalid-body" and answer.pointers == {"/full_name": "name"}


@pytest.mark.parametrize("typed", ["84912{}", "0084912{}", "0912\u2011{}", "0912\u00a0{}", "\u202a0912{}\u202c", "０９１２{}"], ids=ascii)
def test_a_phone_number_is_the_same_in_every_way_of_writing_it(people, anyone, typed):
    person = people.newcomer()
    number = typed.format(person.account["phone"][4:])
    assert anyone.post("/v1/sessions", {"login": number, "password": PASSWORD}).status == 201
    taken = anyone.post("/v1/accounts", {"full_name": NAME, "phone": number, "password": PASSWORD})
    assert (taken.status, taken.code) == (409, "account-exists")


@pytest.mark.parametrize("typed", ["001 196 {0} {1}", "001.196.{0}.{1}", "001196\u2011{0}{1}", "\u200b001196{0}{1}"], ids=ascii)
def test_a_personal_number_may_stand_in_groups(people, typed):
    people.persons = getattr(people, "persons", 99) + 1
    group = f"{people.persons:03d}"
    assert people.newcomer(personal_id=typed.format(group, "789")).account["personal_id"] == f"001196{group}789"


@pytest.fixture(scope="module")
def filed(people, service):
    """A dossier of a person with an apostrophe in the name: (id, code, last four of the phone)."""
    citizen = people.newcomer(full_name="K'Brơi")
    dossier = citizen.file(COPIES)
    service.work_through_documents()
    return dossier, citizen.dossier(dossier)["code"], citizen.account["phone"][-4:]


@pytest.mark.parametrize("form", [
    "{unit} {day} {number}", "{unit}{day}{number}", "{bare}{day}{number}", "Mã hồ sơ: {unit}-{day}-{number}",
    "{unit}-\u200b{day}-{number}", "{comma}-{day}-{number}", "{unit}–{day}–{number}", "{lower}-{day}-{number}."], ids=ascii)
def test_a_code_is_tracked_however_it_is_written(filed, anyone, form):
    unit, day, number = filed[1].split("-")
    typed = form.format(unit=unit, day=day, number=number, bare=unit.replace(".", ""), comma=unit.replace(".", ","),
                        lower=unit.lower())
    answer = anyone.track(typed, filed[2])
    assert answer.status == 200 and answer.json["code"] == filed[1]


@pytest.mark.parametrize("typed", ["Mã hồ sơ", "0001", " ", "H99.31-261131-0001", "x" * 200], ids=ascii)
def test_what_is_no_code_is_not_found(anyone, typed):
    assert anyone.track(typed, "0001").code == "not-found"


@pytest.mark.parametrize("form", ["{number}", "{day}-{number}", "{day} {number}", "{unit}–{day}–{number}", "{unit}-{day}",
                                  "Mã hồ sơ: {unit} {day} {number}"], ids=ascii)
def test_the_desk_finds_a_code_by_its_parts(people, filed, form):
    unit, day, number = filed[1].split("-")
    assert filed[0] in people.officer.found(form.format(unit=unit, day=day, number=number))


@pytest.mark.parametrize("words", ["kbroi", "k broi", "K'Brơi", "K\u2019Brơi", " k\u00a0broi\u200b", "BRƠI"], ids=ascii)
def test_the_desk_finds_a_name_with_an_apostrophe(people, filed, words):
    assert people.officer.found(words) == [filed[0]]


@pytest.mark.parametrize("words", ["សុខា", "%", "'", "%%%", "_", "9-9-9-9-9"])
def test_words_that_fold_to_nothing_find_nothing(people, filed, anyone, words):
    assert people.officer.found(words) == []
    for path in ("/v1/places", "/v1/units", "/v1/procedures"):
        assert anyone.get(path, query={"q": words}).json["items"] == [], path


def test_blanks_alone_are_no_words(people, filed, anyone):
    for words in ("", " ", "\u00a0\u200b"):
        assert people.officer.search(words).pointers == {"/words": "minLength" if words == "" else "required"}
        assert anyone.get("/v1/procedures", query={"q": words}).json["items"]


def test_a_place_with_an_apostrophe_is_found_without_it(anyone):
    for words in ("Ea H'Leo", "ea h leo", "ea hleo"):
        names = [place["name"] for place in anyone.get("/v1/places", query={"q": words}).json["items"]]
        assert any("H'" in name or "H’" in name for name in names), words


def test_who_came_for_the_result_is_named_by_a_whole_number(people):
    citizen, officer = people.newcomer(), people.officer
    dossier = citizen.file(BIRTH)
    officer.do(dossier, "accept")
    officer.finish(dossier)
    wrong = officer.act(dossier, "return", receiver_name=NAME, receiver_personal_id="001190")
    assert wrong.code == "invalid-body" and wrong.pointers == {"/receiver_personal_id": "personal_id"}
    officer.do(dossier, "return", receiver_name=NAME, receiver_personal_id="001 190 000 016")
    notes = [event["note"] or "" for event in officer.get(f"/v1/dossiers/{dossier}/events").json["items"]]
    assert any("số định danh 001190000016" in note for note in notes), notes
