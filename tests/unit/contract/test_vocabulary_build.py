"""The build refuses vocabulary that contradicts itself, or what else it is written in, in one line that says what and where."""
import pathlib
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
USED = ("openapi.yaml", "api", "lib", "schema", "clients/shared/src/vocabulary")
TYPESCRIPT = "make it anew: /usr/bin/python3 api/generate/vocabulary_ts.py ."
BUNDLE = "make it anew: /usr/bin/python3 api/generate/bundle.py ."


@pytest.fixture
def tree(tmp_path):
    """What the generator reads, to be spoilt."""
    for name in USED:
        source, target = ROOT / name, tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    return tmp_path


def run(tree, program, *arguments):
    return subprocess.run(["/usr/bin/python3", "-B", tree / "api/generate" / program, tree, *arguments],
                          capture_output=True, text=True)


def change(tree, name, old, new):
    text = (tree / name).read_text()
    assert text.count(old) >= 1, f"{name} does not hold {old!r}"
    (tree / name).write_text(text.replace(old, new, 1))


def build(tree):
    made = run(tree, "generate.py", tree / "gen")
    assert (made.returncode == 0) == (made.stderr == ""), made.stderr
    return made.stderr.strip()


def test_the_tree_as_it_is_is_taken(tree):
    assert build(tree) == ""


WORDS = [
    ("items", "  missing: {", "  missing: { vi: Hai, en: Two }\n  missing: {", "items.yaml: line 7: 'missing' stands twice"),
    ("items", ", en: This must be text.", "", "items.yaml: 'type-string' lacks en"),
    ("items", "vi: Mục này phải là chữ., ", "", "items.yaml: 'type-string' lacks vi"),
    ("items", "en: This must be text.", "en: ''", "items.yaml: 'type-string', en: a text is needed"),
    ("items", "At least {count:size} characters.", "At least so many characters.",
     "items.yaml: 'min-length': {count} is not the same in vi and en"),
    ("items", "At least {count:size} characters.", "At least {count} characters.",
     "items.yaml: 'min-length': {count} is not the same in vi and en"),
    ("items", "At least {count:size} characters.", "At least {count:float} characters.",
     "items.yaml: 'min-length', en: {count:float} is none of text, size, whole, number, two, four"),
    ("items", "At least {count:size} characters.", "At least {count:size characters.",
     "items.yaml: 'min-length', en: a brace that is no placeholder such as {name}"),
    ("items", "code: type, vi: Mục này phải là chữ.", "cod: type, vi: Mục này phải là chữ.",
     "items.yaml: 'type-string': unknown ['cod']; known are ['code', 'en', 'vi']"),
    ("printed", "motto: {", "motto: { en: Independence,", "printed.yaml: 'motto': unknown ['en']; known are ['vi']"),
    ("problems", "    status: 503", "    status: soon", "problems.yaml: 'database-unavailable', status: a whole number is needed"),
    ("problems", "entries:", "entries: [", "problems.yaml: line 5: did not find expected ',' or ']'"),
    ("problems", "entries:", "rows:", "problems.yaml: holds entries (code: ...) and perhaps columns, nothing else"),
]
STATES = [
    ("states", "number: 2", "number: 1", "states.yaml: 'received' and 'registered' have the same number 1"),
    ("states", "number: 10", "number: 11",
     "states.yaml: 'returned': a state has a national number from 1 to 10, unless it is a draft"),
    ("states", "leads_to: [returned, ", "leads_to: [handed_over, ", "states.yaml: 'finished' leads to 'handed_over', which is no state"),
    ("states", "    leads_to: [returned, payment_requested, processing]\n    applicant_leads_to: [returned]\n", "",
     "states.yaml: 'finished': its phase is decided, but it leads nowhere"),
    ("states", "phase: decided", "phase: ended", "states.yaml: 'finished': its phase is ended, but it leads on"),
    ("states", "phase: decided", "phase: done", "states.yaml: 'finished', phase: 'done' is none of draft, open, decided, ended"),
]
FILES = [
    ("file_kinds", "image/png", "image/jpeg", "file_kinds.yaml: 'png' and 'jpeg' have the same media type image/jpeg"),
    ("file_kinds", "extension: .png", "extension: .jpg", "file_kinds.yaml: 'png' and 'jpeg' have the same extension .jpg"),
    ("file_kinds", "89 50 4e 47 0d 0a 1a 0a", "ff d8 ff e0", "file_kinds.yaml: 'png' and 'jpeg' start with the same bytes"),
    ("file_kinds", "ff d8 ff }", "ff d8 fx }", "file_kinds.yaml: 'jpeg', starts: 'ff d8 fx' is no bytes such as 25 50 44"),
    ("file_kinds", ", extension: .odt", "", "file_kinds.yaml: 'odt': media_type and extension go together"),
    ("file_kinds", "inside: zip", "inside: zap", "file_kinds.yaml: 'docx' is inside 'zap', which is no kind of file"),
]
STEPS = [
    ("steps", "    from: [registered]\n    to: received", "    from: [drafted]\n    to: received",
     "steps.yaml: 'accept' is taken in 'drafted', which is no state"),
    ("steps", "    to: received\n", "    to: returned\n",
     "steps.yaml: 'accept' leads from registered to returned, which states.yaml does not let the staff do"),
    ("steps", "    to: resume\n", "    to: processing\n",
     "steps.yaml: 'cancel_supplement' leads from supplement_requested to processing, which states.yaml does not let the staff do"),
    ("steps", "    button: danger\n", "", "steps.yaml: 'expire_supplement': the staff's steps have a button and words when done, "
     "the applicant's none"),
    ("steps", "    done: { vi: 'Đã tiếp nhận hồ sơ {code}', en: 'Dossier {code} is accepted' }\n", "",
     "steps.yaml: 'accept': the staff's steps have a button and words when done, the applicant's none"),
    ("steps", "'Ngày hẹn trả kết quả: {due:time}.', en: 'The result is promised for {due:time}.'", "'Ngày {day}.', en: 'On {day}.'",
     "steps.yaml: 'accept', told_more: {day} is none of code, why, due, limit, pay_by, receiver, partner"),
    ("steps", "'Ngày hẹn trả kết quả: {due:time}.', en: 'The result is promised for {due:time}.'", "'Ngày {due}.', en: 'On {due}.'",
     "steps.yaml: 'accept', told_more: {due} is a time, no text"),
    ("steps", ", en: 'The result is promised for {due:time}.'", "", "steps.yaml: 'accept', told_more lacks en"),
    ("steps", "    notice: shipped\n", "    notice: carried\n", "steps.yaml: 'ship': 'carried' is no notice of notices.yaml"),
    ("steps", "    told: { vi: 'Đã rút hồ sơ {code}',", "    notice: paid\n    told: { vi: 'Đã rút hồ sơ {code}',",
     "steps.yaml: 'accept_withdrawal': an operation of its own sends a notice, an action has told and told_more"),
    ("steps", "when: promised", "when: sure", "steps.yaml: 'accept', told_more: 'sure' is none of standing, promised, unpaid, by_post, at_counter"),
    ("steps", "      - { vi: Cơ quan đang giải quyết hồ sơ., en: The agency is working on it. }\n", "",
     "steps.yaml: 'accept', told_more: the last line alone has no condition"),
    ("steps", "    asks: [reason]\n    reasons: [not_competent, wrong_procedure, conditions_not_met, filed_twice]\n", "    asks: [note]\n",
     "steps.yaml: 'refuse' keeps a reason and has none"),
    ("steps", "    reasons: [fee_unpaid, fee_risen]\n", "",
     "steps.yaml: 'request_payment': a step that asks for a reason has reasons, any other one at most"),
    ("steps", "[fee_unpaid, fee_risen]", "[fee_unpaid, fee_fell]", "steps.yaml: 'request_payment': 'fee_fell' is no reason of reasons.yaml"),
    ("steps", "[fee_unpaid, fee_risen]", "[fee_unpaid]", "reasons.yaml: 'fee_risen' is taken by no step"),
    ("steps", "    reasons: [not_supplied]\n", "    reasons: [not_competent]\n",
     "steps.yaml: 'expire_supplement' gives a reason by itself, which nobody could explain"),
    ("steps", "    by: sender\n", "    by: sender\n    leader: 'true'\n", "steps.yaml: 'take_back': a leader is one of the staff"),
    ("reasons", ", valid_from: '2025-07-01' }]", " }]",
     "reasons.yaml: 'paper_missing', basis: a list of { source: text, valid_from: day } is needed"),
    ("steps", "    elsewhere: true\n", "    elsewhere: true\n    effect: true\n",
     "steps.yaml: 'ship' has an operation of its own, which does what it does"),
    ("steps", "    told: { vi: 'Đã rút hồ sơ {code}', en: 'Dossier {code} is withdrawn' }\n", "", "steps.yaml: 'accept_withdrawal': told and told_more go together"),
]


INTAKE = "      - { amount: 8, valid_from: '2025-07-01', source: 'NĐ 118/2025/NĐ-CP, Điều 17 khoản 2' }\n"


def later(first, **more):
    """A second value of the rule, in place of the first one's end."""
    return INTAKE.replace(" }", "".join(f", {name}: '{value}'" for name, value in more.items()) + " }") + \
        f"      - {{ amount: 6, valid_from: '{first}', source: 'NĐ khác' }}\n"


RULES = [
    ("rules", INTAKE, later("2025-07-01"), "rules.yaml: 'intake', values: the value from 2025-07-01 overlaps the one from 2025-07-01"),
    ("rules", INTAKE, later("2025-06-30"), "rules.yaml: 'intake', values: the value from 2025-06-30 overlaps the one from 2025-07-01"),
    ("rules", INTAKE, later("2027-01-01", valid_until="2027-02-01"),
     "rules.yaml: 'intake', values: the value from 2027-01-01 overlaps the one from 2025-07-01"),
    ("rules", INTAKE, later("2027-01-01", valid_until="2026-12-01"),
     "rules.yaml: 'intake', values: nothing holds from 2026-12-01 to 2027-01-01"),
    ("rules", INTAKE, INTAKE.replace(" }", ", valid_until: '2027-01-01' }"), "rules.yaml: 'intake', values: nothing holds from 2027-01-01"),
    ("rules", "valid_from: '2025-07-01'", "valid_from: '2025-02-30'",
     "rules.yaml: 'clock_start', values, valid_from: '2025-02-30' is no day such as 2025-07-01"),
    ("rules", ", source: 'NĐ 118/2025/NĐ-CP, Điều 17 khoản 2'", "",
     "rules.yaml: 'intake', values: a value has amount or choice, valid_from and source, and may have valid_until"),
    ("rules", "unit: working_hour", "unit: hour", "rules.yaml: 'intake': 'hour' is no unit of time_units.yaml"),
    ("rules", "{ choice: filing,", "{ choice: noon,", "rules.yaml: 'clock_start': 'noon' is none of filing, acceptance"),
    ("rules", "{ choice: filing,", "{ amount: 1,", "rules.yaml: 'clock_start': its values have a choice"),
    ("rules", "{ choice: filing,", "{ choice: filing, amount: 1,",
     "rules.yaml: 'clock_start', values: a value has amount or choice, valid_from and source, and may have valid_until"),
    ("rules", "unit: working_hour", "choices: [soon]", "rules.yaml: 'intake': its values have a choice"),
    ("rules", "    special:\n      civil_status:", "    special:\n      tax:", "rules.yaml: 'agency_clock': 'tax' is no law of laws.yaml"),
    ("rules", "channels: [counter]", "channels: [fax]", "rules.yaml: 'intake': 'fax' is no channel of channels.yaml"),
    ("rules", "channels: [post]", "channels: [post, counter]",
     "rules.yaml: 'intake', special, criminal_record, counter: the value from 2026-07-01 overlaps the one from 2026-07-01"),
    ("rules", "unit: working_day, channels", "unit: day, channels",
     "rules.yaml: 'intake': 'day' is no unit of time_units.yaml, or the rule counts in none"),
    ("limits", "value: 104857600", "value: 100 MiB", "limits.yaml: 'file_bytes', value: a whole number is needed"),
]


@pytest.mark.parametrize("name, old, new, said", WORDS + STATES + STEPS + FILES + RULES)
def test_vocabulary_that_contradicts_itself_is_refused(tree, name, old, new, said):
    change(tree, f"schema/vocabulary/{name}.yaml", old, new)
    assert build(tree) == f"generate: {said}"


def test_a_file_of_no_known_kind_or_one_that_is_missing_is_refused(tree):
    (tree / "schema/vocabulary/colours.yaml").write_text("entries: {}\n")
    assert build(tree) == "generate: schema/vocabulary/colours.yaml is of no known kind"
    (tree / "schema/vocabulary/colours.yaml").unlink()
    (tree / "schema/vocabulary/roles.yaml").unlink()
    assert build(tree) == "generate: schema/vocabulary/roles.yaml is missing"


def test_a_new_code_says_step_by_step_where_it_has_to_be_made_anew(tree):
    change(tree, "schema/vocabulary/payment_methods.yaml", "  cash: {",
           "  card: { vi: Thẻ ngân hàng, en: Bank card, printed: { vi: Thẻ ngân hàng } }\n  cash: {")
    assert build(tree) == f"generate: clients/shared/src/vocabulary/payment-methods.ts is not what schema/vocabulary gives; {TYPESCRIPT}"
    assert run(tree, "vocabulary_ts.py").returncode == 0
    assert build(tree) == f"generate: openapi.yaml is not what api/contract/*.yaml give; {BUNDLE}"
    assert run(tree, "bundle.py").returncode == 0
    assert build(tree) == ""
    assert "new.method <> all ('{vietqr,card,cash}')" in (tree / "gen/vocabulary/codes.sql").read_text()
    assert '#define MC_PAYMENT_METHOD_CARD "card"' in (tree / "gen/vocabulary/payment_methods.h").read_text()
    assert "enum: [vietqr, card, cash]" in (tree / "openapi.yaml").read_text()
    assert "card: { vi: 'Thẻ ngân hàng'" in (tree / "clients/shared/src/vocabulary/payment-methods.ts").read_text()


def test_a_kind_of_file_that_the_contract_does_not_serve_is_refused(tree):
    change(tree, "schema/vocabulary/file_kinds.yaml", "  webp: { vi: WebP, en: WebP,",
           "  webp: { vi: WebP, en: WebP, media_type: image/webp, extension: .webp,")
    assert run(tree, "vocabulary_ts.py").returncode == 0
    assert run(tree, "bundle.py").returncode == 0
    assert build(tree) == "generate: getDossierFile: its media types differ from file_kinds.yaml in image/webp"


@pytest.mark.parametrize("name", ["states.ts", "colours.ts"])
def test_modules_of_the_clients_that_nobody_made_are_refused(tree, name):
    (tree / "clients/shared/src/vocabulary" / name).write_text("export const states = {};\n")
    assert build(tree) == f"generate: clients/shared/src/vocabulary/{name} is not what schema/vocabulary gives; {TYPESCRIPT}"
    assert run(tree, "vocabulary_ts.py").returncode == 0
    assert build(tree) == ""


@pytest.mark.parametrize("name, old, new, said", [
    ("shared", "x-vocabulary: channels", "enum: [counter, online, post]",
     "shared.yaml: an enum holds the codes of channels.yaml; write 'x-vocabulary: channels'"),
    ("payment", "x-vocabulary: fee_states", "enum: [none, due, paid, to_refund]",
     "payment.yaml: an enum holds the codes of fee_states.yaml; write 'x-vocabulary: fee_states'"),
    ("shared", "x-vocabulary: channels", "x-vocabulary: ways", "x-vocabulary: there is no schema/vocabulary/ways.yaml"),
    ("dossier", "limits.typed_length", "limits.typed", "limits.typed: there is no such entry in schema/vocabulary/limits.yaml"),
])
def test_codes_typed_in_the_contract_are_refused(tree, name, old, new, said):
    change(tree, f"api/contract/{name}.yaml", old, new)
    assert build(tree) == f"generate: {said}"
    assert run(tree, "bundle.py").stderr.strip() == f"bundle: {said}"


def test_a_value_for_a_later_day_is_taken(tree):
    change(tree, "schema/vocabulary/rules.yaml", INTAKE, later("2027-01-01"))
    assert run(tree, "vocabulary_ts.py").returncode == 0
    assert build(tree) == ""
    assert ("""when p_at >= '2027-01-01 00:00+07' then jsonb '{"amount": 6, "unit": "working_hour"}'\n"""
            """\t\telse jsonb '{"amount": 8, "unit": "working_hour"}' end""") in (tree / "gen/vocabulary/rules.sql").read_text()
    table = (tree / "gen/vocabulary.c").read_text()
    # midnight in Việt Nam
    assert ('{NULL, NULL, 1798736400, 6, "working_hour", MC_RULE_COUNTS},\n'
            '\t{NULL, NULL, 1751302800, 8, "working_hour", MC_RULE_COUNTS},\n};') in table


SENT = "'paid',\n\t\tjsonb_build_object('code', n.code, 'amount', p_payment.amount,"


@pytest.mark.parametrize("name, old, new, said", [
    ("payment/settle.sql", "n.id, 'paid'", "n.id, 'payed'", "schema/payment/settle.sql: notify_applicants is given 'payed', which the "
     "vocabulary does not have"),
    ("payment/settle.sql", SENT, SENT.replace("amount'", "sum'"), "schema/payment/settle.sql: 'paid' is told with "
     "['code', 'number', 'sum'], but names ['amount', 'code', 'number']"),
    ("payment/settle.sql", "note_text('paid', jsonb_build_object('amount',", "note_text('paid', jsonb_build_object('sum',",
     "schema/payment/settle.sql: 'paid' is told with ['number', 'sum'], but names ['amount', 'number']"),
    ("vocabulary/notices.yaml", "  paid:\n", "  received:\n    title: { vi: 'Hồ sơ {code}', en: 'Dossier {code}' }\n    vi: A b\n    en: A b\n"
     "  settled:\n", "steps.yaml: 'take_cash': 'paid' is no notice of notices.yaml"),
    ("vocabulary/notices.yaml", "entries:\n", "entries:\n  accept_promised:\n    title: { vi: 'Hồ sơ {code}', en: 'Dossier {code}' }\n"
     "    vi: A b\n    en: A b\n", "steps.yaml: 'accept' tells 'accept_promised', which is a notice of notices.yaml or of another step too"),
    ("vocabulary/notices.yaml", "entries:\n", "entries:\n  praise:\n    title: { vi: 'Hồ sơ {code}', en: 'Dossier {code}' }\n"
     "    vi: A b\n    en: A b\n", "notices.yaml: 'praise' is told nowhere"),
    ("vocabulary/notices.yaml", "'Số hiệu bưu gửi: {number}.'", "'Số hiệu bưu gửi: {number:colour}.'", "notices.yaml: 'shipped', vi: "
     "{number:colour} is none of text, free, reason, money, time, day, span"),
    ("vocabulary/notices.yaml", "  lost:\n    title: { vi: 'Chưa phát được kết quả hồ sơ {code}', en: 'The result of dossier {code}",
     "  lost:\n    title: { vi: 'Chưa phát được kết quả hồ sơ {code:free}', en: 'The result of dossier {code:free}",
     "the title of the notice 'lost' repeats what somebody typed, and would leave in short messages"),
    ("vocabulary/notes.yaml", "{number}' }", "{number:four}' }", "notes.yaml: 'paid', vi: {number:four} is none of "
     "text, money"),
])
def test_a_notice_or_note_that_one_side_does_not_know_is_refused(tree, name, old, new, said):
    change(tree, f"schema/{name}", old, new)
    assert build(tree) == f"generate: {said}"


def test_a_column_belongs_to_one_kind(tree):
    change(tree, "schema/vocabulary/roles.yaml", "[post.role]", "[post.role, payment.method]")
    assert build(tree) == "generate: roles.yaml: column payment.method is no table.column, or is of payment_methods too"


@pytest.mark.parametrize("name, code, said", [
    ("fee_states", "due", "schema/dossier/act.sql: fee_state 'due' is no code of fee_states.yaml"),
    ("payment_states", "pending", "schema/payment/charges.sql: state 'pending' is no code of states.yaml or shipment_states.yaml "
     "or charge_states.yaml or payment_states.yaml"),
    ("roles", "leader", "scope leader of staff is in neither roles.yaml nor assurances.yaml"),
])
def test_a_code_that_is_renamed_is_refused_where_its_old_name_is_used(tree, name, code, said):
    change(tree, f"schema/vocabulary/{name}.yaml", f"  {code}: {{", f"  other_{code}: {{")
    assert run(tree, "vocabulary_ts.py").returncode == 0
    assert run(tree, "bundle.py").returncode == 0
    assert build(tree) == f"generate: {said}"


def test_a_role_that_only_sql_knows_is_refused(tree):
    change(tree, "schema/core/caller.sql", "('officer', 'leader')", "('officer', 'chief')")
    assert build(tree) == "generate: schema/core/caller.sql: role 'chief' is no code of roles.yaml or relations.yaml"


def test_a_code_that_no_column_holds_is_of_the_contract_alone(tree):
    assert build(tree) == ""
    assert "new.state <> all ('{pending,paid,ended}')" in (tree / "gen/vocabulary/codes.sql").read_text()
    assert "enum: [pending, paid, ended, expired]" in (tree / "openapi.yaml").read_text()


def test_a_step_that_one_side_does_not_know_is_refused(tree):
    change(tree, "schema/vocabulary/steps.yaml", "  stop:\n    by: staff\n", "  halt:\n    by: staff\n")
    assert run(tree, "vocabulary_ts.py").returncode == 0
    assert build(tree) == "generate: 'halt' is a step of steps.yaml, but the contract's Action does not take it"


def test_a_step_whose_effect_is_not_there_is_refused(tree):
    change(tree, "schema/vocabulary/steps.yaml", "    to: rejected\n    keeps_reason: true\n", "    to: rejected\n    keeps_reason: true\n    effect: true\n")
    assert run(tree, "vocabulary_ts.py").returncode == 0
    assert build(tree) == "generate: vocabulary/steps.yaml: schema/dossier/steps.sql defines no step_refuse"
