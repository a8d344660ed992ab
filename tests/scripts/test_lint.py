"""The checks of tests/lint on small trees: each finds what it is for, and a tree without fault passes."""
import json
import os
import pathlib
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
