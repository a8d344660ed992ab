"""The build refuses a contract that breaks its rules, in one line that says what is wrong."""
import os
import pathlib
import re
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
USED = ("openapi.yaml", "api", "lib", "schema")


@pytest.fixture
def tree(tmp_path):
    """What the generator reads, to be spoilt."""
    for name in USED:
        source, target = ROOT / name, tmp_path / "tree" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    return tmp_path / "tree"


def run(tree, program, *arguments):
    return subprocess.run(["/usr/bin/python3", "-B", tree / "api/generate" / program, tree, *arguments],
                          capture_output=True, text=True)


def change(tree, name, old, new):
    text = (tree / name).read_text()
    assert text.count(old) >= 1, f"{name} does not hold {old!r}"
    (tree / name).write_text(text.replace(old, new, 1))


def build(tree, bundled=True):
    """What the build says; nothing when it takes the tree."""
    if bundled:
        joined = run(tree, "bundle.py")
        if joined.returncode:
            return joined.stderr.strip()
    made = run(tree, "generate.py", tree / "gen")
    assert (made.returncode == 0) == (made.stderr == ""), made.stderr
    return made.stderr.strip()


def test_the_tree_as_it_is_is_taken(tree):
    assert build(tree, bundled=False) == ""


def test_joining_again_changes_nothing(tree):
    before = (tree / "openapi.yaml").read_bytes()
    assert run(tree, "bundle.py").returncode == 0
    assert (tree / "openapi.yaml").read_bytes() == before


@pytest.mark.parametrize("name", ["openapi.yaml", "api/contract/dossier.yaml"])
def test_a_bundle_that_differs_from_its_pieces_is_refused_with_the_command_that_mends_it(tree, name):
    change(tree, name, "summary: Begin a draft", "summary: Begin a dossier")
    assert build(tree, bundled=False) == "generate: openapi.yaml is not what api/contract/*.yaml give; " \
        "make it anew: /usr/bin/python3 api/generate/bundle.py ."
    assert build(tree) == ""


def test_a_new_noun_joins_the_others(tree):
    (tree / "api/contract/weather.yaml").write_text(
        "# Of another noun.\ncomponents:\n  schemas:\n    Rain: { type: string, description: How it rains }\n")
    assert build(tree) == ""
    assert "  # ---- weather.yaml\n    Rain: {" in (tree / "openapi.yaml").read_text()


def test_a_name_in_two_nouns_is_refused(tree):
    (tree / "api/contract/weather.yaml").write_text("components:\n  schemas:\n    Dossier: { type: string }\n")
    assert build(tree).endswith("'Dossier' stands twice")


def test_what_belongs_to_no_member_is_refused(tree):
    (tree / "api/contract/weather.yaml").write_text("  Rain: { type: string }\n")
    assert build(tree) == "bundle: weather.yaml:1: 'Rain: { type: string }' belongs to no member"


def test_what_other_sides_send_is_listed_by_reference_and_nothing_else(tree):
    change(tree, "api/contract/payment.yaml", "  /v1/webhooks/banks/{name}:", "  /v1/webhooks/money/{name}:")
    assert build(tree) == ""
    listed = re.search(r"^webhooks:\n((?:  .*\n)+)", (tree / "openapi.yaml").read_text(), re.M).group(1)
    assert listed == "  receiveMessageReport: { $ref: '#/paths/~1v1~1webhooks~1gateways~1%7Bname%7D' }\n" \
        "  receiveBankNotice: { $ref: '#/paths/~1v1~1webhooks~1money~1%7Bname%7D' }\n" \
        "  receiveCarrierEvent: { $ref: '#/paths/~1v1~1webhooks~1carriers~1%7Bname%7D' }\n"


@pytest.mark.parametrize("old, new, said", [
    ("      x-secret: [password]\n", "",
     "createAccount (post /v1/accounts): x-secret does not name password, which is a secret by its name or by writeOnly"),
    ("      x-secret: [code]\n", "", "confirmContactProof (post /v1/contact-proofs/{id}/confirmation): x-secret does not name code, "
     "which is a secret by its name or by writeOnly"),
    ("      x-secret: [refresh_token, access_token, device_token]\n", "      x-secret: [refresh_token, device_token]\n",
     "refreshSession (post /v1/sessions/refresh): x-secret does not name access_token, which is a secret by its name or by writeOnly"),
    ("      x-secret: [code]\n", "      x-secret: [code, pin]\n", "confirmContactProof (post /v1/contact-proofs/{id}/confirmation): "
     "x-secret names pin, which is no member of the body or of a good reply"),
    ("        email: { type: string, format: email, maxLength: 200,", "        secret_word: { type: string, maxLength: 200,",
     "createAccount (post /v1/accounts): x-secret does not name secret_word, which is a secret by its name or by writeOnly"),
])
def test_a_secret_that_is_not_named_is_refused(tree, old, new, said):
    change(tree, "api/contract/identity.yaml", old, new)
    assert build(tree) == "generate: " + said


DOSSIERS = "api/contract/dossier.yaml"
LIST = "x-problems: [bad-query, bad-cursor, unauthenticated, token-expired, token-invalid]"
DELETE = "x-problems: [unauthenticated, token-expired, token-invalid, not-found, wrong-state]"
WHERE = "generate: listDossiers (get /v1/dossiers): "


@pytest.mark.parametrize("name, old, new, said", [
    (DOSSIERS, "      description: Only dossiers of which", "      x-words: Only dossiers of which", WHERE + "unknown members ['x-words']"),
    (DOSSIERS, "      description: Only dossiers of which the caller is the applicant, drafts included, whatever the caller's role.\n",
     "", WHERE + "no description"),
    (DOSSIERS, "submitted_at: { $ref: '#/components/schemas/Time', description: 'When it was filed, by the server''s clock' }",
     "submitted_at: { type: string }", "generate: property Submitted.submitted_at has no description"),
    (DOSSIERS, "          description: For a `payment-receipt` of which payment; of the last one if left out\n", "",
     "generate: getDossierPaper (get /v1/dossiers/{id}/papers/{form}.pdf): parameter payment has no description"),
    ("api/contract/files.yaml", "    File:\n      description: A file of a dossier\n", "    File:\n",
     "generate: schema File has no description"),
    (DOSSIERS, LIST, LIST.replace("bad-cursor", "bad-cursor, bad-luck"), WHERE + "x-problems ['bad-luck'] are not in the catalogue"),
    (DOSSIERS, LIST, LIST.replace(", bad-cursor", ""), WHERE + "x-problems lack ['bad-cursor'], which follow from what it takes"),
    (DOSSIERS, LIST, LIST.replace("bad-cursor", "bad-cursor, bad-cursor"), WHERE + "x-problems name a code twice"),
    (DOSSIERS, LIST, LIST.replace("bad-cursor", "bad-cursor, stale"), WHERE + "answers ['412'] are either listed without a problem "
     "in x-problems, or the reverse"),
    (DOSSIERS, DELETE, DELETE.replace(", wrong-state", ""), "generate: deleteDossier (delete /v1/dossiers/{id}): answers ['409'] are "
     "either listed without a problem in x-problems, or the reverse"),
    (DOSSIERS, "        '429': { $ref: '#/components/responses/TooManyRequests' }\n", "",
     WHERE + "the answer 429 is $ref '#/components/responses/TooManyRequests'"),
    ("schema/vocabulary/problems.yaml", "  overloaded:\n", "  too-busy:\n",
     "generate: answer Problem: x-problems ['overloaded'] are not in the catalogue, or there are none"),
], ids=lambda value: value[:40] if isinstance(value, str) and "/" not in value else "")
def test_what_is_not_explained_is_refused(tree, name, old, new, said):
    change(tree, name, old, new)
    assert build(tree) == said


@pytest.mark.parametrize("old, new, said", [
    ("description: It serves once", "description: It serves but once", ""),
    ("examples: [ { refresh_token:", "x-shown: [ { refresh_token:", "no example, neither here nor in the schema it refers to"),
    ("examples: [ { refresh_token:", "examples: [ { refresh_tokens:", "/examples/0/refresh_tokens: additionalProperties:"),
], ids=["whole", "missing", "wrong"])
def test_an_example_that_is_missing_or_wrong_is_refused(tree, old, new, said):
    folder = pathlib.Path(os.environ.get("MOTCUA_BUILD", ROOT / "build/debug"))
    change(tree, "api/contract/identity.yaml", old, new)
    assert build(tree) == ""
    checked = subprocess.run([folder / "schema_lint", tree / "gen/openapi.json"], capture_output=True, text=True)
    assert (checked.returncode != 0, said in checked.stderr) == (said != "", True), checked.stderr
@pytest.mark.parametrize("line, said", [("", "None"), ("      x-class: fast\n", "fast"), ("      x-class: health \n      x-lane: slow\n", "x-lane")])
def test_an_operation_without_a_known_class_is_refused(tree, line, said):
    change(tree, "api/contract/dossier.yaml", "      x-class: list\n", line)
    refusal = build(tree)
    assert refusal.startswith("generate: listDossiers (get /v1/dossiers): ") and said in refusal, refusal


def test_what_takes_a_body_is_no_look_up(tree):
    change(tree, "api/contract/dossier.yaml", "      x-class: write\n", "      x-class: key\n")
    assert build(tree) == "generate: createDossier (post /v1/dossiers): an operation of class key takes no body"


QUERY = "      x-query: dossier_list\n"
STATEMENT = "schema/dossier/queries/dossier_list.sql"
PROCEDURES = "api/contract/catalogue.yaml"
FORM = "generate: getProcedureForm (get /v1/procedures/{code}/form): "


@pytest.mark.parametrize("name, old, new, said", [
    (DOSSIERS, QUERY, "      x-query: dossier_lists\n", WHERE + "x-query: there is no query dossier_lists"),
    (DOSSIERS, QUERY, "      x-query: dossier_get\n", WHERE + "the query dossier_get needs a parameter id"),
    (DOSSIERS, QUERY, "      x-query: notification_list\n", WHERE + "the query notification_list does not take the parameter state"),
    (STATEMENT, "limit int4, cursor text", "count int4, cursor text", WHERE + "the query dossier_list needs a parameter count"),
    (STATEMENT, "limit int4, cursor text", "limit text, cursor text",
     WHERE + "the query dossier_list takes limit as text, which integer does not fit"),
    (PROCEDURES, "x-not-found: procedure-unknown", "x-not-found: unit-unknown",
     "generate: getProcedure (get /v1/procedures/{code}): x-not-found unit-unknown is not in x-problems"),
    (PROCEDURES, "      x-query: procedure_form\n", "", FORM + "x-not-found without x-query"),
    (DOSSIERS, "      summary: Throw away a draft\n", "      summary: Throw away a draft\n      x-query: dossier_delete\n",
     "generate: deleteDossier (delete /v1/dossiers/{id}): x-query is for reads that give JSON"),
    ("api/contract/shared.yaml", "x-as-typed: words", "x-as-typed: letters",
     "generate: listPlaces (get /v1/places): parameter q: x-as-typed is words, of a text"),
], ids=lambda value: value[:40] if isinstance(value, str) and "/" not in value else "")
def test_a_read_that_does_not_fit_its_statement_is_refused(tree, name, old, new, said):
    change(tree, name, old, new)
    assert build(tree) == said


SEARCH = "schema/catalogue/queries/procedure_search.sql"


@pytest.mark.parametrize("limit", ["2 s", "0 ms", "ms", "2000"])
def test_a_limit_of_a_statement_s_own_is_a_number_of_milliseconds(tree, limit):
    change(tree, SEARCH, "-- limit: 2000 ms", f"-- limit: {limit}")
    assert build(tree).startswith(f"generate: {tree}/{SEARCH}: begins with '-- what it does', then '-- limit: number ms'")


def test_a_read_s_handler_is_made_and_no_other(tree):
    assert build(tree) == ""
    declared, made = ((tree / "gen" / name).read_text() for name in ("operations.h", "operations.c"))
    assert "mc_op_list_dossiers(" not in declared and "mc_op_create_dossier(" in declared
    assert "mc_reply_query(rq, 200, &mc_sql_dossier_list, (const char *const[]){p->state, p->limit, p->cursor})" in made
    assert "mc_op_create_dossier(struct" not in made


EVERYBODY = "security: [ { citizen: [] }, { staff: [] } ]"


@pytest.mark.parametrize("security, said", [
    ("", "no security"),
    ("security: [ { session: [] } ]", "security names session, which is no kind of caller"),
    ("security: [ { citizen: [], staff: [] } ]", "an alternative of security is one scheme; for everybody security is []"),
    ("security: [ {}, { citizen: [] } ]", "an alternative of security is one scheme; for everybody security is []"),
    ("security: [ { staff: [clerk] } ]", "staff has no scope 'clerk', or it stands twice"),
    ("security: [ { citizen: [officer] } ]", "citizen has no scope 'officer', or it stands twice"),
    ("security: [ { staff: [admin, admin] } ]", "staff has no scope 'admin', or it stands twice"),
    ("security: [ { staff: [officer, leader] } ]", "a caller has one role and one assurance: write alternatives"),
    ("security: [ { staff: [] }, { staff: [officer] } ]", "security names a role twice"),
    ("security: [ { system: [] } ]", "of systems one group signs"),
    ("security: [ { system: [banks] }, { citizen: [] } ]", "what a system of one group sends nobody else sends"),
    ("security: [ { citizen: [] } ]", "x-problems lack ['forbidden'], which follow from what it takes"),
    ("security: [ { citizen: [password] }, { staff: [] } ]", "x-problems lack ['sign-in-again'], which follow from what it takes"),
])
def test_who_may_call_is_said_in_the_words_of_the_schemes(tree, security, said):
    change(tree, DOSSIERS, f"{EVERYBODY}\n      x-class: list\n      {READ}\n", f"{security}\n      x-class: list\n")
    assert build(tree) == WHERE + said


@pytest.mark.parametrize("old, new, said", [
    ("        leader: The caller decides on those of a unit and of all below it\n", "", "role leader is no scope of staff"),
    ("        banks: A bank tells of money that came in", "        banks: ''", "scope banks of system is not explained"),
    ("    citizen:\n      type: http", "    person:\n      type: http", "securitySchemes are citizen, staff and system, not person, "
     "staff, system"),
])
def test_each_kind_of_caller_and_scope_is_explained(tree, old, new, said):
    change(tree, "api/contract/shared.yaml", old, new)
    assert build(tree) == f"generate: {said}"


def test_the_program_s_check_is_made_of_the_contract(tree):
    """A table of C for each operation that is not for everybody: the kinds, their roles, the assurance."""
    assert build(tree) == ""
    made = (tree / "gen/operations.c").read_text()
    for name, rows in (
            ("import_catalogue", ["{MC_CALLER_STAFF, MC_ROLE_ADMIN, MC_ASSURANCE_PASSWORD},"]),
            ("list_dossiers", ["{MC_CALLER_CITIZEN, MC_ROLE_CITIZEN, MC_ASSURANCE_NONE},",
                               "{MC_CALLER_STAFF, MC_ROLE_OFFICER | MC_ROLE_LEADER | MC_ROLE_ADMIN, MC_ASSURANCE_NONE},"]),
            ("receive_bank_notice", ["{MC_CALLER_SYSTEM, 0, MC_ASSURANCE_NONE},"])):
        table = re.search(rf"mc_permit {name}_permits\[\] = {{\n((?:\t.*\n)+)}};", made).group(1)
        assert [line.strip() for line in table.splitlines()] == rows
    assert "get_health_permits" not in made


SIGN_UP = "generate: createAccount (post /v1/accounts): "
IMPORT = "generate: importCatalogue (put /v1/admin/catalogue): "
IDENTITY, BULK = "api/contract/identity.yaml", "      x-class: bulk\n"
OWN = "      x-rate: [ { per: account, minute: 30, day: 1000, why: Each is held against the whole catalogue } ]\n"
READ = "x-read-log: { shows: none, why: The caller's own dossiers alone }"


@pytest.mark.parametrize("name, old, new, said", [
    (IDENTITY, "          kept: true\n          why: Whoever", "          why: Whoever",
     SIGN_UP + "x-rate: per (account, address, code, device, login), minute, hour, day: how many, kept: true, and why"),
    (IDENTITY, "          why: Whoever makes accounts by machine or asks whose phones have one; a village behind one address is let in\n", "",
     SIGN_UP + "x-rate: per (account, address, code, device, login), minute, hour, day: how many, kept: true, and why"),
    (IDENTITY, "hour: 300", "week: 300", SIGN_UP + "x-rate: per (account, address, code, device, login), minute, hour, day: how many, "
     "kept: true, and why"),
    (IDENTITY, "hour: 300", "hour: 0", SIGN_UP + "x-rate: how many is a whole number from 1"),
    (IDENTITY, "        - per: device\n", "        - per: login\n",
     "generate: createSession (post /v1/sessions): x-rate counts by one thing twice"),
    ("api/contract/import.yaml", BULK, BULK + OWN.replace("minute: 30, day: 1000", "minute: 600, day: 20000"),
     IMPORT + "x-rate is what the class bulk has anyway"),
    ("api/contract/import.yaml", BULK, BULK + OWN.replace(", why: Each is held against the whole catalogue", ""),
     IMPORT + "x-rate of an account: minute, day, and why"),
    ("api/contract/import.yaml", BULK, BULK + OWN.replace("minute: 30,", "minute: 2000,"),
     IMPORT + "x-rate: how many is a whole number from 1, and no fewer a day than a minute"),
    (IDENTITY, "        - per: address\n          hour: 300\n          day: 1000\n          kept: true\n",
     "        - per: account\n          minute: 300\n          day: 1000\n", SIGN_UP + "x-rate of an account: nobody is signed in here"),
    ("api/contract/service.yaml", "      x-rate: [ { per: account, minute: 60, day: 20000, why: The page looks every few seconds } ]\n", "",
     "generate: getSystemStatus (get /v1/admin/status): x-rate is missing: the class health counts no accounts"),
    (DOSSIERS, "{ of: open_drafts,", "{ of: drafts,", "generate: createDossier (post /v1/dossiers): x-quota: drafts is not in limits.yaml"),
    (DOSSIERS, "{ of: drafts_a_day, why: 'What the desk begins stands in front of its colleagues' }", "{ of: drafts_a_day }",
     "generate: createDossier (post /v1/dossiers): x-quota: of what, and why"),
    (DOSSIERS, "{ of: drafts_a_day,", "{ of: open_drafts,", "generate: createDossier (post /v1/dossiers): x-quota names one thing twice"),
    (DOSSIERS, READ, "x-read-log: none", WHERE + "x-read-log: shows (none, dossier, shipment, list), and why"),
    (DOSSIERS, READ, "x-read-log: { shows: none }", WHERE + "x-read-log: shows (none, dossier, shipment, list), and why"),
    (DOSSIERS, READ, READ.replace("shows: none", "shows: list"),
     WHERE + "x-read-log stands where a read of the staff shows another thing than its class has, list"),
    (DOSSIERS, READ, READ.replace("shows: none", "shows: dossier"), WHERE + "x-read-log: dossier needs {id} in the path"),
    ("api/core/classes.def", "600, 50000, 12000, DOSSIER", "600, 50000, 999, DOSSIER",
     "generate: classes.def: key: an address is many people, at least 1000 requests a minute"),
    ("api/core/classes.def", "600, 50000, 12000, DOSSIER", "600, 0, 12000, DOSSIER",
     "generate: classes.def: key: an account has a rate and a quota, or neither, and more a day than a minute"),
], ids=lambda value: value[:40] if isinstance(value, str) and "/" not in value else "")
def test_how_often_and_how_much_is_said_where_it_differs_and_why(tree, name, old, new, said):
    change(tree, name, old, new)
    assert build(tree).replace("bundle: ", "generate: ") == said


def test_a_read_without_a_word_shows_what_its_class_shows(tree):
    change(tree, DOSSIERS, f"      {READ}\n", "")
    assert build(tree) == ""
    rows = dict(re.findall(r'\.name = "(\w+)",.*?\.read_log = MC_READ_LOG_(\w+)', (tree / "gen/operations.c").read_text(), re.S))
    assert (rows["listDossiers"], rows["getDossier"], rows["getShipment"], rows["getMe"]) == ("LIST", "DOSSIER", "SHIPMENT", "NONE")
