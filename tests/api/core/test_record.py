"""The record of what has been seen is whole however many processes saw it, and what is missing in it fails the run."""
import os
import pathlib
import subprocess
import sys

import pytest

from harness.record import Record

HERE = pathlib.Path(__file__).resolve().parent


def keep(folder, process, ran, *answers):
    record = Record()
    record.ran.update(ran)
    record.seen.update({answer: 1 for answer in answers})
    record.keep(folder, process)


def test_records_are_merged(tmp_path):
    keep(tmp_path, "gw0", ["a"], ("getA", "200"), ("getA", "404"), ("getA", "not-found"))
    keep(tmp_path, "gw1", ["b"], ("getA", "200"))
    whole = Record.merged(tmp_path)
    assert whole.ran == {"a", "b"} and whole.seen == {("getA", "200"): 2, ("getA", "404"): 1, ("getA", "not-found"): 1}


def ask(folder):
    return subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", HERE / "test_contract_covered.py"],
                          env={**os.environ, "MOTCUA_TEST_SEEN": str(folder)}, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("lost, words", [(None, "1 passed"), ("answer", "never seen:\n"), ("file", "not run: ['core/test_idemp")])
def test_what_nobody_saw_fails_the_run(tmp_path, contract, lost, words):
    listed = contract.never_seen({})
    assert listed
    keep(tmp_path, "gw0", Record.files() - ({"core/test_idempotency.py"} if lost == "file" else set()), *listed[1:])
    keep(tmp_path, "gw1", [], *([] if lost == "answer" else listed[:1]))
    answer = ask(tmp_path)
    assert words in answer.stdout and answer.returncode == (1 if lost else 0), answer.stdout


@pytest.mark.parametrize("change, missing", [
    ([], []), (["getDossier 404"], [("getDossier", "404")]), (["createDossier procedure-closed"], [("createDossier", "procedure-closed")]),
    (["createDossier unauthenticated"], []), (["trackDossier 429", "listUnits 429"], [("every operation", "429")]),
    (["listDossiers 503"], [])])
def test_what_follows_from_the_shape_of_an_operation_is_seen_once_for_all(contract, change, missing):
    """Everything seen at every operation, but for the change."""
    seen = {(operation.id, answer) for operation in contract.operations.values()
            for answer in operation.problems | set(operation.responses)}
    seen = {answer for answer in seen if answer[1] != "429"} | {("trackDossier", "429"), ("listUnits", "429")}
    assert contract.never_seen(seen - {tuple(one.split()) for one in change}) == missing
