"""The build refuses a contract that breaks its rules, in one line that says what is wrong."""
import pathlib
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
