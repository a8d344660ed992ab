"""The checks of tests/lint on small trees: each finds what it is for, and a tree without fault passes."""
import json
import os
import pathlib
import re
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Tree:
    """A checkout with nothing in it but what a test writes."""

    def __init__(self, folder):
        self.folder = folder
        for name in ("lib", "api", "tests", "schema", "clients"):
            (folder / name).mkdir(parents=True)

    def write(self, path, text):
        path = self.folder / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def lint(self, name, **environment):
        """(exit status, what it printed)"""
        done = subprocess.run([ROOT / "tests/lint" / name, self.folder], cwd=self.folder, text=True, capture_output=True,
                              env={**os.environ, **environment}, check=False)
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout


@pytest.fixture
def tree(tmp_path):
    return Tree(tmp_path / "checkout")


# ---- clang-tidy's kept verdicts ----

GOOD = '#include "lib/x/a.h"\nint mc_a(int a)\n{\n\treturn a + MC_A;\n}\n'
BAD = '#include <time.h>\n#include "lib/x/a.h"\nint mc_a(int a)\n{\n\treturn localtime(0) ? a : 0;\n}\n'


def compiled(folder, flags="-O1"):
    tree = Tree(folder)
    shutil.copy(ROOT / ".clang-tidy", folder)
    tree.write("lib/x/a.h", "/* a */\n#define MC_A 1\nint mc_a(int a);\n")
    tree.write("lib/x/a.c", GOOD)
    set_flags(tree, flags)
    return tree


def set_flags(tree, flags):
    tree.write("build/debug/compile_commands.json", json.dumps([{
        "directory": str(tree.folder), "file": str(tree.folder / "lib/x/a.c"),
        "command": f"/usr/bin/cc -I{tree.folder} {flags} -o a.o -c {tree.folder}/lib/x/a.c"}]))


@pytest.fixture
def tidy(tmp_path):
    return lambda tree: tree.lint("tidy", MOTCUA_TIDY_CACHE=str(tmp_path / "cache"))


KEPT, JUDGED = (0, "1 files: 1 clean as before, 0 with findings\n"), (0, "1 files: 0 clean as before, 0 with findings\n")


def test_a_finding_is_never_kept(tmp_path, tidy):
    tree = compiled(tmp_path / "one")
    tree.write("lib/x/a.c", BAD)
    for _ in range(2):
        status, text = tidy(tree)
        assert status == 1 and "[concurrency-mt-unsafe" in text and "0 clean as before, 1 with findings" in text
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_file_that_does_not_compile_is_a_finding_each_time(tmp_path, tidy):
    tree = compiled(tmp_path / "one")
    for text in ('#include "lib/x/none.h"\n', "int mc_a(int a)\n{\n"):
        tree.write("lib/x/a.c", text)
        assert [tidy(tree)[0] for _ in range(2)] == [1, 1]


def test_a_file_without_a_compilation_is_no_clean_one(tmp_path):
    tree = compiled(tmp_path / "one")
    tree.write("lib/x/b.c", GOOD)
    done = subprocess.run([ROOT / "tests/lint/tidy", tree.folder], capture_output=True, text=True, check=False)
    assert done.returncode != 0 and "b.c" in done.stderr


def test_a_clean_verdict_is_kept_for_every_checkout(tmp_path, tidy):
    assert tidy(compiled(tmp_path / "one")) == JUDGED
    assert tidy(compiled(tmp_path / "another")) == KEPT


@pytest.mark.parametrize("path, text", [
    ("lib/x/a.c", GOOD + "/* more */\n"), ("lib/x/a.h", "/* a */\n#define MC_A 2\nint mc_a(int a);\n"),
    ("lib/x/a.h", "/* a */\n#define MC_A 1\n#define MC_B 1\nint mc_a(int a);\n"),
    (".clang-tidy", "Checks: '-*,misc-redundant-expression'\n"),
], ids=["the file", "a header", "a macro that nobody uses", "the checks"])
def test_what_a_verdict_hangs_on_is_judged_again(tmp_path, tidy, path, text):
    tree = compiled(tmp_path / "one")
    assert [tidy(tree), tidy(tree)] == [JUDGED, KEPT]
    tree.write(path, text)
    assert [tidy(tree), tidy(tree)] == [JUDGED, KEPT]


def test_other_flags_are_another_verdict(tmp_path, tidy):
    tree = compiled(tmp_path / "one")
    assert tidy(tree) == JUDGED
    set_flags(tree, "-O1 -DMC_LONG=1")
    assert [tidy(tree), tidy(tree)] == [JUDGED, KEPT]


def test_a_header_gone_wrong_is_found_though_the_file_was_clean(tmp_path, tidy):
    tree = compiled(tmp_path / "one")
    assert tidy(tree) == JUDGED
    tree.write("lib/x/a.h", "/* a */\n#include <time.h>\n#define MC_A (localtime(0) ? 1 : 2)\nint mc_a(int a);\n")
    assert tidy(tree)[0] == 1


def test_without_a_folder_nothing_is_kept(tmp_path):
    tree = compiled(tmp_path / "one")
    assert [tree.lint("tidy", MOTCUA_TIDY_CACHE="") for _ in range(2)] == [JUDGED, JUDGED]


# ---- what still passes by name ----

def test_an_exception_lets_pass_and_may_only_shrink(tree):
    tree.write("schema/a.sql", "-- a\n" + function("long_one", 61))
    assert tree.lint("lint_size") == (1, "schema/a.sql:2: long_one has 61 lines, at most 60\n")
    tree.write("tests/lint/exceptions", "# why\nlint_size long_one\nlint_dead mc_else\n")
    assert tree.lint("lint_size") == (0, "")
    tree.write("schema/a.sql", "-- a\n" + function("long_one", 60))
    status, text = tree.lint("lint_size")
    assert status == 1 and text.startswith("tests/lint/exceptions:2: long_one is none any more")


def function(name, lines):
    return f"create or replace function {name}(a text) returns void language plpgsql as $$\n" + "\tx;\n" * lines + "$$;\n"


# ---- each check ----

C = '/* a */\n#include "lib/x/a.h"\n'
NGINX = "error_log a warn;\nhttp {\n\tlog_format plain '$logged_uri $status';\n\terror_log b emerg;\n}\n"
DATABASE = ("\tlog_line_prefix = '%m [%p] %u@%d %a '\n\tlog_error_verbosity = terse\n\tlog_min_error_statement = panic\n"
            "\tlog_parameter_max_length = 0\n")
CONTRACT = "paths:\n  /a:\n    get:\n      operationId: getA\n      parameters: [{ name: unit, in: query }]\n"
TSX = "export const A = () => (\n\t<p>a</p>\n);\n"


@pytest.mark.parametrize("lint, files, words", [
    ("lint_circles", {"lib/x/a.c": C, "lib/x/a.h": '/* a */\n#include "lib/y/b.h"\n', "lib/y/b.h": "/* b */\n",
                      "lib/y/b.c": '#include "lib/y/b.h"\n#include "lib/x/a.h"\n'}, "lib/x/a -> lib/y/b -> lib/x/a"),
    ("lint_circles", {"api/x/a.h": '#include "api/x/b.h"\n', "api/x/b.h": '#include "api/x/c.h"\n',
                      "api/x/c.h": '#include "api/x/a.h"\n'}, "api/x/a.h:1: a circle: api/x/a -> api/x/b -> api/x/c -> api/x/a"),
    ("lint_size", {"schema/x/a.sql": "-- a\n\n" + function("b", 3) + function("a", 61)}, "schema/x/a.sql:8: a has 61 lines"),
    ("lint_size", {"schema/a.sql": "-- a\ncreate function a(b text) returns text language sql\nreturn\n" + "\t1 +\n" * 60 + "\t1;\n"},
     "a has 62 lines"),
    ("lint_size", {"schema/a.sql": "-- a\ncreate function a(b text) returns text language sql as $$\n" + "\t--;\n" * 61 + "$$;\n"},
     "a has 61 lines"),
    ("lint_size", {"schema/a.sql": "select 1;\n"}, "does not open by saying"),
    ("lint_size", {"schema/a.sql": "-- a\n" + "select 1;\n" * 600}, "601 lines"),
    ("lint_size", {"lib/x/a.c": "/* a */\nint\nmc_a(void)\n{\n" + "\tx;\n" * 61 + "}\n"}, "mc_a has 61 lines"),
    ("lint_text", {"schema/x/a.sql": "-- a\nselect 1 \n"}, "schema/x/a.sql:2: a blank"),
    ("lint_text", {"schema/a.sql": "-- a\nselect 1;"}, "newline"),
    ("lint_text", {"schema/a.sql": "-- a\nselect 1;\n\n"}, "newline"),
    ("lint_text", {"schema/a.sql": "-- a\nselect 1\n  from a;\n"}, "schema/a.sql:3: indented by blanks"),
    ("lint_text", {"schema/a.sql": "-- a\nSELECT 1;\n"}, "SELECT: SQL is written in lower case"),
    ("lint_text", {"schema/a.sql": "-- a\ncreate function a() as $$\nBegin\nend $$;\n"}, "schema/a.sql:3: Begin"),
    ("lint_text", {"schema/a.sql": "-- a\nselect " + "a, " * 50 + "b;\n"}, "159 columns, at most 130"),
    ("lint_text", {"clients/shared/src/a.tsx": TSX.replace("\t", "  ")}, "a.tsx:2: indented by blanks"),
    ("lint_text", {"clients/shared/src/a.tsx": TSX + "const b = '" + "b" * 120 + "';\n"}, "a.tsx:4: 133 columns"),
    ("lint_text", {"clients/shared/src/a.ts": "const a = 1;\t\n"}, "a.ts:1: a blank"),
    ("lint_dead", {"lib/x/a.h": "/* a */\nint mc_a(int a);\n", "lib/x/a.c": C + "int\nmc_a(int a)\n{\n}\n"}, "nobody uses mc_a"),
    ("lint_dead", {"lib/x/a.h": "/* a */\nconst char *mc_a(int a);\n", "lib/x/a.c": C + "int\nmc_a(int a)\n{\n}\n",
                   "tests/unit/x/test_a.c": "int main(void) { return mc_a(1); }\n"}, "tests alone use mc_a"),
    ("lint_dead", {"lib/x/a.h": "/* a */\nint mc_a(int a); /* mc_a */\n", "lib/x/a.c": C + "/* mc_a */\n"}, "nobody uses mc_a"),
    ("lint_logs", {"docker/nginx/nginx.conf.in": NGINX.replace("emerg", "error")}, "nginx.conf.in:4: an error log at error"),
    ("lint_logs", {"docker/nginx/nginx.conf.in": NGINX.replace("\terror_log b emerg;\n", "")}, "what is said of requests goes to"),
    ("lint_logs", {"docker/nginx/nginx.conf.in": NGINX.replace("$status", "$request")}, "nginx.conf.in:3: $request is logged"),
    ("lint_logs", {"scripts/database": DATABASE.replace("%a", "%r")}, "scripts/database:1: %r is logged"),
    ("lint_logs", {"scripts/database": DATABASE.replace("terse", "default")}, "log_error_verbosity is not terse"),
    ("lint_logs", {"scripts/database": DATABASE.replace("log_parameter", "# log_parameter")}, "log_parameter_max_length is not 0"),
    ("lint_logs", {"api/x/a.c": C + 'int\nmc_a(void)\n{\n\tmc_log_text(&line, "b", rq->caller.phone);\n}\n'}, "a.c:6: phone is logged"),
    ("lint_logs", {"api/x/a.c": C + 'int\nmc_a(void)\n{\n\tmc_log(1, "b",\n\t    "%s", mc_b(full_name));\n}\n'}, "full_name is logged"),
    ("lint_logs", {"openapi.yaml": CONTRACT.replace("unit", "phone_last4")}, "getA: 'phone_last4' stands in the address"),
    ("lint_logs", {"openapi.yaml": CONTRACT.replace("unit", "q")}, "getA: 'q' stands in the address"),
])
def test_a_fault_is_found(tree, lint, files, words):
    for path, text in files.items():
        tree.write(path, text)
    status, text = tree.lint(lint)
    assert status == 1 and words in text, text


@pytest.mark.parametrize("lint, files", [
    ("lint_circles", {"lib/x/a.c": C, "lib/x/a.h": "/* a */\n", "lib/x/b.c": C, "lib/x/a_inside.h": '#include "lib/x/a.h"\n',
                      "lib/x/a_inside.c": '#include "lib/x/a_inside.h"\n', "api/a.c": '#include "lib/x/a.h"\n'}),
    ("lint_circles", {"lib/x/a.h": '/* #include "lib/x/b.h" */\n', "lib/x/b.h": '#include "lib/x/a.h"\n'}),
    ("lint_size", {"schema/a.sql": "-- a\n" + function("a", 60) + function("b", 60)}),
    ("lint_text", {"schema/a.sql": "-- A\nselect 'B', normalize(a, NFC), \"C\", e'\\'D' -- E\n\tfrom a;\n\\set QUIET 1\n"}),
    ("lint_text", {"clients/shared/src/a.tsx": "/**\n * a\n */\n" + TSX}),
    ("lint_dead", {"lib/x/a.h": "/* a */\nint mc_a(int a);\n", "lib/x/a.c": C + "int\nmc_a(int a)\n{\n}\n",
                   "api/x/b.c": "int x = mc_a(1);\n"}),
    ("lint_logs", {"docker/nginx/nginx.conf.in": NGINX, "openapi.yaml": CONTRACT, "scripts/database": DATABASE,
                   "api/x/a.c": C + '/* mc_log(phone) */\nint\nmc_a(void)\n{\n\tmc_log(1, "phone", "%s", job->id);\n}\n'}),
])
def test_what_is_in_order_passes(tree, lint, files):
    for path, text in files.items():
        tree.write(path, text)
    assert tree.lint(lint) == (0, "")


# ---- threads ----

def test_a_program_with_threads_needs_its_label(tree):
    """Whether it starts them itself or what it includes does."""
    tree.write("lib/x/a.h", "/* a */\nvoid mc_a(void);\n")
    tree.write("lib/x/a.c", C + "void\nmc_a(void)\n{\n\tpthread_create(0, 0, 0, 0);\n}\n")
    tree.write("lib/x/b.h", '#include "lib/x/a.h"\n')
    tree.write("tests/unit/x/test_a.c", '#include "lib/x/b.h"\n')
    tree.write("tests/unit/x/test_b.c", "/* pthread_create(...) */\n")
    tree.write("tests/unit/x/test_c.c", "void a(void) { pthread_create(0, 0, 0, 0); }\n")
    row = 'set_tests_properties([=[{}]=] PROPERTIES  LABELS "{}" TIMEOUT "120")\n'
    tree.write("CTestTestfile.cmake", row.format("test_a", "unit") + row.format("test_b", "unit"))
    assert tree.lint("lint_threads") == (1, "tests/unit/x/test_a.c:1: starts threads (lib/x/a.c) and has no label \"threads\"\n"
                                            "tests/unit/x/test_c.c:1: ctest does not know it\n")
    tree.write("CTestTestfile.cmake", row.format("test_a", "unit;threads") + row.format("test_b", "unit")
               + row.format("test_c", "unit;threads"))
    assert tree.lint("lint_threads") == (0, "")


# ---- algorithms ----

@pytest.mark.parametrize("code, page, words", [
    ("EVP_sha256();", "`EVP_sha256`", ""), ("EVP_sha1();", "", "lib/x/a.c:3: EVP_sha1 is not in runbook/cryptography.md"),
    ('EVP_MD_fetch(NULL, "MD5", NULL);', "", "lib/x/a.c:3: MD5 is not in"), ("crypto_box_easy(a);", "", "lib/x/a.c:3: crypto_box_easy"),
    ("alg == JWT_ALG_HS256;", "", "lib/x/a.c:3: JWT_ALG_HS256"), ("", "`RAND_bytes`", "runbook/cryptography.md:1: RAND_bytes is called by nothing"),
    ("/* EVP_sha1() */", "", ""), ('EVP_MAC_fetch(NULL, "HMAC", NULL);', "`HMAC`", "")])
def test_each_algorithm_stands_in_the_runbook(tree, code, page, words):
    tree.write("lib/x/a.c", f"void\nf(void) {{\n{code}\n}}\n")
    tree.write("runbook/cryptography.md", page + "\n")
    status, text = tree.lint("lint_ciphers")
    assert status == bool(words) and words in text and text.count("\n") == bool(words), text


# ---- what a standard and a law ask ----

HEAD = "requirement\tstands\twhat\tevidence\tremark\n"
SECTIONS = re.search(r'ASVS = """(.*?)"""', (ROOT / "tests/lint/lint_evidence").read_text(encoding="utf-8"), re.S)[1].split()
REQUIREMENTS = [f"{section}.{number + 1}" for section, count in (word.split(":") for word in SECTIONS) for number in range(int(count))]
NONE = [f"{name}\tnone\ta thing\t\tthere is none\n" for name in REQUIREMENTS]


@pytest.mark.parametrize("asvs, law, words", [
    (NONE[:-1], [], "tests/asvs.tsv:1: not each requirement once, in order: 17.3.2"),
    (NONE + NONE[:1], [], "tests/asvs.tsv:1: not each requirement once, in order: 1.1.1"),
    ([NONE[1], NONE[0], *NONE[2:]], [], "in order: their order"),
    ([NONE[0].replace("none", "fine"), *NONE[1:]], [], "tests/asvs.tsv:2: stands is one of"),
    ([NONE[0].replace("there is none", ""), *NONE[1:]], [], "tests/asvs.tsv:2: what is missing"),
    (NONE, ["a\tmet\tb\t\t\n"], "tests/privacy.tsv:2: evidence belongs"),
    (NONE, ["a\topen\tb\tlib/x/a.h::mc_a\tc\n"], "tests/privacy.tsv:2: evidence belongs"),
    (NONE, ["a\tmet\tb\tlib/x/a.h::mc_b\t\n"], "tests/privacy.tsv:2: there is no lib/x/a.h::mc_b"),
    (NONE, ["a\tmet\tb\tlib/x/b.h::mc_a\t\n"], "tests/privacy.tsv:2: there is no lib/x/b.h::mc_a"),
    (NONE, ["a\tmet\tb\n"], "tests/privacy.tsv:2: 5 columns"),
    (NONE, ["a\tmet\tb\ttests/api/test_x.py::assert\t\n"], "tests/privacy.tsv:2: tests/api/test_x.py::assert is no test"),
    (NONE, ["a\tmet\tb\ttests/unit/test_x.c::set_up\t\n"], "tests/privacy.tsv:2: tests/unit/test_x.c::set_up is no test"),
    (NONE, ["a\tmet\tb\tclients/x.test.ts::expect\t\n"], "tests/privacy.tsv:2: clients/x.test.ts::expect is no test"),
    (NONE, ["a\tmet\tb\ttests/api/test_x.py::test_one; tests/unit/test_x.c::one_is; clients/x.test.ts::one\t\n"], ""),
    (NONE, ["a\tmet\tb\tlib/x/a.h::mc_a; lib/x/a.h::void\t\n", "a\tpartly\tb\tlib/x/a.h::mc_a\tc\n"], ""),
])
def test_what_a_standard_asks_has_its_evidence(tree, asvs, law, words):
    tree.write("lib/x/a.h", "/* a */\nvoid mc_a(void);\n")
    tree.write("tests/api/test_x.py", "def test_one():\n    assert 1 == 1\n")
    tree.write("tests/unit/test_x.c", "static void\nset_up(void)\n{\n}\n\nstatic void\none_is_one(void **state)\n{\n}\n")
    tree.write("clients/x.test.ts", "test('one is one', () => {\n\texpect(1).toBe(1);\n});\n")
    tree.write("tests/asvs.tsv", HEAD + "".join(asvs))
    tree.write("tests/privacy.tsv", HEAD + "".join(law))
    status, text = tree.lint("lint_evidence")
    assert status == bool(words) and words in text and text.count("\n") == bool(words), text
