"""What the tests here share."""
import pytest

from database import connect


@pytest.fixture()
def cursor():
    """Of a connection of its own, whose work is undone."""
    connection = connect()
    with connection.cursor() as made:
        yield made
    connection.rollback()
    connection.close()
