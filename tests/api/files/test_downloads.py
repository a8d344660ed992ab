"""A file that is open for a download is closed however the download ends."""
import os
import time

import pytest

from harness.people import COPIES, pdf

TIMES = 100
LARGE = pdf("mẫu " * (1 << 20))  # more than the line holds: who leaves has not got all of it


def open_files(service):
    """How many files of the store the program has open."""
    count = 0
    folder = f"/proc/{service.api.process.pid}/fd"
    for name in os.listdir(folder):
        try:
            count += os.readlink(f"{folder}/{name}").startswith(str(service.folder / "blobs"))
        except FileNotFoundError:
            pass  # closed since it was listed
    return count


def none_open(service):
    end = time.monotonic() + 20
    while open_files(service) and time.monotonic() < end:
        time.sleep(0.05)
    return open_files(service) == 0


@pytest.fixture()
def result(people):
    """Where an online result lies that is to be fetched, its dossier and whose it is."""
    citizen = people.newcomer()
    dossier = citizen.file(COPIES, return_channel="online")
    people.officer.pay_cash(dossier)
    people.officer.do(dossier, "accept")
    upload = people.officer.upload(LARGE, "kết quả.pdf", piece=1 << 20)
    file = people.officer.do(dossier, "finish", upload_ids=[upload])["results"][0]["id"]
    return citizen, dossier, f"/v1/dossiers/{dossier}/files/{file}"


def test_a_hand_over_that_fails_gives_the_file_back(people, service, result):
    """Before: each try left the file open, until the program had no more to give."""
    citizen, dossier, target = result
    whole = service.sql("select pg_get_functiondef('dossier_fetch'::regproc)")[0][0]
    failing = whole.replace("begin\n", "begin\n\tperform problem('not-found');\n", 1)
    assert failing != whole
    service.sql(failing)
    try:
        for _ in range(TIMES):
            assert citizen.get(target).code == "not-found"
        assert none_open(service)
    finally:
        service.sql(whole)
    assert citizen.get(target).body == LARGE and citizen.dossier(dossier)["state"] == "returned"


def test_who_leaves_in_the_middle_of_a_download_leaves_no_file_open(people, service, result):
    citizen, _, target = result
    most = 0
    for _ in range(TIMES):
        connection = citizen.copy().connection("heavy")
        connection.request("GET", target, headers={"Authorization": "Bearer " + citizen.token})
        answer = connection.getresponse()
        assert answer.status == 200 and answer.read(1000) == LARGE[:1000]
        most = max(most, open_files(service))
        connection.close()
    assert most > 0, "it is seen that files are open"
    assert none_open(service)
    assert citizen.get(target).body == LARGE
