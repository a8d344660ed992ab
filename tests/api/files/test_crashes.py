"""kill -9 at every step of the last piece of an upload: whatever was told, a complete one can be used, and any other goes on."""
import itertools

from harness.client import checksum, metadata
from harness.crash import Crash
from harness.people import COPIES, pdf

TUS = {"Tus-Resumable": "1.0.0"}


def create(person, data):
    answer = person("POST", "/v1/uploads", headers={
        **TUS, "Upload-Length": str(len(data)), "Upload-Metadata": metadata("a.pdf", data)})
    assert answer.status == 201, answer
    return answer.headers["location"]


def send_rest(person, location, data, size):
    """What a client does after a lost connection: asks how far the upload is, and sends the rest."""
    offset = int(person("HEAD", location, headers=TUS).headers["upload-offset"])
    while offset < len(data):
        piece = data[offset:offset + size]
        answer = person.append(location, offset, piece, **{"Upload-Checksum": checksum(piece)})
        assert answer.status == 204, answer
        offset = int(answer.headers["upload-offset"])


def kill_at_each_step(crash, citizen, dossier, pieces):
    """Of the last of so many pieces: how many kills, and how many uploads no dossier could take afterwards."""
    kills = stuck = 0
    for step in itertools.count(1):
        data = pdf(f"{pieces} phần, bước {step} " + "x" * 3000)
        size = len(data) // pieces + 1
        location = create(citizen, data)
        for at in range(0, (pieces - 1) * size, size):
            assert citizen.append(location, at, data[at:at + size]).status == 204
        crash.arm(step)
        try:
            citizen.append(location, (pieces - 1) * size, data[(pieces - 1) * size:])
        except OSError:
            pass
        ended = crash.crashed()
        kills += ended
        send_rest(citizen, location, data, size)
        answer = citizen.put(f"/v1/dossiers/{dossier}/components/GT-CU", {"upload_ids": [location[-36:]]})
        stuck += answer.status != 200
        if not ended:
            return kills, stuck


def test_no_upload_is_complete_and_unusable(service, people):
    crash = Crash(service)
    citizen = people.citizen
    dossier = citizen.draft(COPIES)
    kills, stuck = map(sum, zip(*(kill_at_each_step(crash, citizen, dossier, pieces) for pieces in (1, 3))))
    print(f"\n{kills} x kill -9, one at each step of the last piece: {stuck} stuck")
    assert kills >= 25 and stuck == 0
