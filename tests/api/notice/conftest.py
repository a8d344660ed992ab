"""A gateway of short messages for the tests of messages."""
import pytest

from harness.gateway import Gateway


@pytest.fixture()
def gateway(service, tmp_path):
    made = Gateway(service, tmp_path)
    made.start()
    service.sql("delete from outbox")
    yield made
    service.stop_worker()
    made.stop()
    service.sql("delete from outbox")
