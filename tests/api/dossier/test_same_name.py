"""Two who have the same name, which nobody had before, file at the same moment."""
import threading
import time

SAME = "Tôn Nữ Thị Chưa Ai Có"


def until(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_filing_does_not_wait_for_another_one_under_the_same_new_name(people, service):
    """Before: a name stood under a primary key, and the second filing waited until the first had been committed."""
    first, second = people.newcomer(full_name=SAME), people.newcomer(full_name=SAME)
    drafts = first.draft(), second.draft()
    connection = service.cluster.connect(service.database)
    connection.autocommit = False
    answers = []
    with connection, connection.cursor() as cursor:
        # What the first one does last waits for this transaction.
        cursor.execute("insert into idempotency_key (account_id, key, reply_id) values (%s, 'held', uuid_v7())", (first.account["id"],))
        filing = threading.Thread(target=lambda: answers.append(first.post(f"/v1/dossiers/{drafts[0]}/submission", key="held")))
        filing.start()
        until(lambda: service.sql("select count(*) from pg_locks where not granted")[0][0] == 1)
        assert second.post(f"/v1/dossiers/{drafts[1]}/submission", key=True).status == 201
        assert not answers
        connection.rollback()
    filing.join()
    connection.close()
    assert answers[0].status == 201
