"""What the tests of messages share: an outbox that holds nobody else's, and a gateway of short messages."""
import pytest

from harness.gateway import Gateway


@pytest.fixture(autouse=True)
def empty_outbox(service):
    """What earlier tests left to be sent, whether they passed or not, is neither sent nor counted in this one."""
    service.sql("delete from outbox")


@pytest.fixture()
def gateway(service, tmp_path):
    made = Gateway(service, tmp_path)
    made.start()
    yield made
    service.stop_worker()
    made.stop()
