"""The last word of a whole run: an answer that the contract lists and no test ever got is a promise nobody has checked.
It is asked apart, after the processes that ran all other files have ended; scripts/test api does so."""
import pytest

from harness.record import Record


@pytest.mark.skipif(Record.folder() is None, reason="asks for the record of a whole run: scripts/test api")
def test_every_listed_answer_and_problem_of_every_operation_has_been_seen(contract):
    whole = Record.merged(Record.folder())
    missing = Record.files() - whole.ran
    assert not missing, f"not run: {sorted(missing)}"
    never = contract.never_seen(whole.seen)
    assert not never, "never seen:\n" + "\n".join(f"  {operation} {answer}" for operation, answer in never)
