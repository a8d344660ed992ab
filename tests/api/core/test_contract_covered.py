"""The last word of a whole run: an answer that the contract lists and no test ever got is a promise nobody has checked."""
import pathlib

HERE = pathlib.Path(__file__).resolve().parent


def test_every_listed_answer_of_every_operation_has_been_seen(request, contract):
    there = {path.name for path in HERE.glob("test_*.py")}
    ran = {item.path.name for item in request.session.items if item.path.parent == HERE}
    chosen = request.config.getoption("keyword") or request.config.getoption("markexpr")
    if there != ran or chosen or any("::" in argument for argument in request.config.args):
        return  # some tests were chosen: others would have seen the rest
    never = contract.never_seen()
    assert not never, "never seen:\n" + "\n".join(f"  {operation} {status}" for operation, status in never)
