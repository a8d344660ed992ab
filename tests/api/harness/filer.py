"""People who file without a pause while something is done to the service."""
import collections
import threading

from harness.people import COPIES, UNIT


class Filer(threading.Thread):
    """Files dossiers one after the other, and reads each; remembers every answer that was not as it should be."""

    def __init__(self, person):
        super().__init__(daemon=True)
        self.person = person.copy()
        self.ended = threading.Event()
        self.asked = collections.Counter()
        self.failed = []
        self.start()

    def ask(self, method, target, status, body=None, **more):
        self.asked[method] += 1
        try:
            answer = self.person(method, target, json_body=body, **more)
        except Exception as error:
            self.failed.append((method, target, repr(error)))
            raise
        if answer.status != status:
            self.failed.append((method, target, answer))
        return answer

    def run(self):
        answers = self.person.answers(COPIES)
        while not self.ended.is_set():
            draft = self.ask("POST", "/v1/dossiers", 201, {"procedure_code": COPIES, "unit_code": UNIT, "answers": answers,
                                                           "return_channel": "counter"}, key=True)
            if draft.status == 201:
                path = f"/v1/dossiers/{draft.json['id']}"
                self.ask("GET", path, 200)
                self.ask("POST", path + "/submission", 201, key=True)
                self.ask("GET", path + "/events", 200)
            self.ask("GET", "/v1/me", 200)


def end(filers):
    """Stops them: how much they asked, and what failed."""
    for filer in filers:
        filer.ended.set()
    for filer in filers:
        filer.join(30)
        assert not filer.is_alive()
    return sum(sum(filer.asked.values()) for filer in filers), [failure for filer in filers for failure in filer.failed]
