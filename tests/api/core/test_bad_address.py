"""Addresses: paths without a trailing slash, queries that are read whole, methods that exist."""
import pytest

from harness.contract import Contract
from harness.people import COPIES

CONTRACT = Contract()
PATHS = sorted({op.fill() for op in CONTRACT.operations.values()})


@pytest.mark.parametrize("query", ["limit=1&limit=1", "q=a&q=b", "q=a&limit=1&q=a", "q=%00", "q=a%00b", "q=%ff",
                                   "q=%c3", "q=%ed%a0%80", "q=%c0%af", "q=%zz", "q=%", "q=%4", "%00=1", "%ff=1"])
def test_a_value_given_twice_with_a_nul_or_not_utf8_is_refused(anyone, query):
    answer = anyone.get("/v1/procedures?" + query)
    assert answer.status == 400 and answer.code in ("bad-query", "bad-request"), answer


@pytest.mark.parametrize("path, query, pointer, code", [
    ("/v1/procedures", "limt=1", "limt", "additionalProperties"), ("/v1/procedures", "Q=a", "Q", "additionalProperties"),
    ("/v1/procedures", "limit=0", "limit", "minimum"), ("/v1/procedures", "limit=101", "limit", "maximum"),
    ("/v1/procedures", "limit=abc", "limit", "type"), ("/v1/procedures", "limit=", "limit", "type"),
    ("/v1/procedures", "limit=1.0", "limit", "type"), ("/v1/procedures", "limit=%2B1", "limit", "type"),
    ("/v1/procedures", "limit=99999999999999999999", "limit", "maximum"),
    ("/v1/procedures", "audience=robot", "audience", "enum"), ("/v1/procedures", "sector=A%20B", "sector", "pattern"),
    ("/v1/procedures", "unit=xyz", "unit", "pattern"), ("/v1/procedures", "q=" + "a" * 201, "q", "maxLength"),
    ("/v1/places", "parent=1", "parent", "pattern"), ("/v1/units", "procedure=x", "procedure", "pattern"),
])
def test_a_wrong_parameter_is_named(anyone, path, query, pointer, code):
    answer = anyone.get(f"{path}?{query}")
    assert answer.code == "bad-query" and answer.pointers == {pointer: code}, answer


@pytest.mark.parametrize("path, query, pointer", [
    ("/v1/dossiers", "state=unknown", "state"), ("/v1/inbox", "overdue=yes", "overdue"),
    ("/v1/inbox", "mine=1", "mine"), ("/v1/notifications", "limit=-1", "limit"), ("/v1/me", "x=1", "x")])
def test_a_wrong_parameter_of_those_signed_in_is_named(people, path, query, pointer):
    answer = people.officer.get(f"{path}?{query}")
    assert answer.code == "bad-query" and list(answer.pointers) == [pointer]


@pytest.mark.parametrize("cursor", ["x", "AAAA", "%C4%91", "MTIz", "LTF-YQ", "0" * 200,
                                    "OTk5OTk5OTk5OTk5OTk5OTk5OTl-MDE5MDAwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAw"])
def test_a_cursor_that_is_not_ours_is_refused(people, cursor):
    for path in ("/v1/dossiers", "/v1/inbox", "/v1/notifications", "/v1/procedures"):
        answer = people.officer.get(f"{path}?cursor={cursor}")
        assert (answer.status, answer.code) == (400, "bad-cursor"), (path, answer)
    assert people.officer.get(f"/v1/procedures?q=a&cursor={cursor}").code == "bad-cursor"


@pytest.mark.parametrize("path", PATHS)
def test_a_trailing_slash_is_another_address(people, path):
    for other in (path + "/", path + "//", path.replace("/v1/", "//v1/", 1), path.replace("/v1/", "/v1//", 1)):
        if other != path:
            assert people.officer.get(other).code == "not-found", other


@pytest.mark.parametrize("path", ["/", "/v1", "/v1/", "/V1/me", "/v1/Me", "/v2/me", "/v1/me.json", "/v1/./me", "/v1/x/../me",
                                  "/v1/%2e%2e/me", "/v1/dossiers/1", "/v1/dossiers/null",
                                  "/v1/dossiers/01900000-0000-7000-8000-00000000000g", "/v1/procedures/x'--", "/.git/config",
                                  "/v1/dossiers/01900000-0000-7000-8000-000000000000/papers/other.pdf", "/metrics",
                                  "/v1/dossiers/01900000-0000-7000-8000-000000000000/papers/receipt.exe",
                                  "/v1/units/h99.31", "/v1/procedures/" + "9" * 300, "/v1/webhooks/banks/demo/x"])
def test_an_address_that_names_nothing_is_404(people, path):
    answer = people.officer.get(path)
    assert answer.status == 404 and answer.code in ("not-found", "procedure-unknown"), answer


def test_unknown_names_in_an_address_are_404(people):
    for path in ("/v1/procedures/9.999999", "/v1/procedures/9.999999/form"):
        assert people.citizen.get(path).code == "procedure-unknown"
    for group in ("banks", "carriers", "gateways"):
        answer = people.notice(group, {}, name="Not_A_Name")
        assert (answer.status, answer.code) == (404, "not-found")


@pytest.mark.parametrize("path", ["/v1/procedures%2F2.000635", "/v1/procedures/%00", "/v1/procedures/%ff", "/v1/procedures/%zz", "/v1/%"])
def test_a_path_that_is_no_text_is_refused(anyone, path):
    assert anyone.get(path).status in (400, 404)


def test_an_escaped_letter_is_the_letter(anyone):
    assert anyone.get("/v1/procedures/2%2E000635", check=False).status == 200
    assert anyone.get("/%761/procedures/2.000635", check=False).status == 200


def test_other_methods_are_refused_with_the_list_of_those_allowed(people):
    for path in PATHS:
        allowed = {op.method for op in CONTRACT.operations.values() if op.pattern.match(path)}
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"} - allowed:
            answer = people.officer(method, path)
            assert answer.code == "method-not-allowed", (method, path, answer)
            assert {name.strip() for name in answer.headers["allow"].split(",")} >= allowed


def test_head_answers_as_get_without_the_body(people):
    for path in ("/healthz", "/v1/procedures", f"/v1/procedures/{COPIES}", "/v1/me"):
        whole, head = people.officer.get(path), people.officer("HEAD", path, check=False)
        assert head.status == whole.status == 200 and not head.body
        assert head.headers["content-length"] == str(len(whole.body))
    unknown = people.officer("HEAD", "/v1/nothing", check=False)
    assert unknown.status == 404 and not unknown.body


def test_a_very_long_address_is_refused(anyone):
    answer = anyone.get("/v1/procedures?q=" + "a" * 6000)
    assert answer.status in (400, 414) and answer.code in ("bad-query", "uri-too-long")


def test_repeated_headers_do_not_pass_for_one(people):
    key = "a,b"
    answer = people.citizen.post("/v1/dossiers", {"procedure_code": COPIES, "unit_code": "H99.31", "answers": {},
                                                 "return_channel": "counter"}, key=key)
    assert answer.code == "bad-header" and answer.pointers == {"Idempotency-Key": "pattern"}
