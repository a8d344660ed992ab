"""People who use a running service through nginx without a pause: what was asked, what failed."""
import base64
import collections
import hashlib
import http.client
import json
import threading
import uuid

PAPER = b"%PDF-1.4\n" + b"1 0 obj<<>>endobj\n" * 600 + b"trailer<<>>\n%%EOF\n"
DRAFT = {"procedure_code": "2.000635", "unit_code": "H99.31", "answers": {}, "return_channel": "counter"}


class Person(threading.Thread):
    """Reads, begins dossiers and sends papers, each request once: one that nginx could not get answered has failed."""

    def __init__(self, port, token, number):
        super().__init__(daemon=True)
        self.port = port
        self.address = f"127.0.1.{number + 1}"  # nobody shares it: what one address may ask for is counted
        self.token = token
        self.ended = threading.Event()
        self.asked = collections.Counter()
        self.ids = []  # by which the logs know what was answered
        self.failed = []
        self.made = 0
        self.connection = None
        self.start()

    def ask(self, method, path, value=None, data=None, **headers):
        """The answer's JSON and headers, or None if the request has failed."""
        body = json.dumps(value).encode() if value is not None else data
        headers = {"Authorization": "Bearer " + self.token, "Content-Type": "application/json",
                   **{name.replace("_", "-"): text for name, text in headers.items()}}
        self.asked[method] += 1
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=70, source_address=(self.address, 0))
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.connection = None
            self.failed.append((method, path, repr(error)))
            return None
        self.ids.append(answer.headers["X-Request-Id"])
        if answer.status >= 300:
            self.failed.append((method, path, answer.status, text[:200]))
            return None
        return (json.loads(text) if text else {}), answer.headers

    def send_paper(self):
        digest = base64.b64encode(hashlib.sha256(PAPER).digest()).decode()
        made = self.ask("POST", "/v1/uploads", Tus_Resumable="1.0.0", Upload_Length=str(len(PAPER)),
                        Upload_Metadata="filename " + base64.b64encode(b"giay.pdf").decode())
        if made is None:
            return
        location = made[1]["Location"]
        self.ask("PATCH", location, data=PAPER, Tus_Resumable="1.0.0", Upload_Offset="0",
                 Upload_Checksum="sha256 " + digest, Content_Type="application/offset+octet-stream")
        self.ask("DELETE", location, Tus_Resumable="1.0.0")

    def write_dossier(self):
        made = self.ask("POST", "/v1/dossiers", DRAFT, Idempotency_Key=str(uuid.uuid4()))
        if made is None:
            return
        path = "/v1/dossiers/" + made[0]["id"]
        self.made += 1
        read = self.ask("GET", path)
        if read is not None:
            self.ask("PATCH", path, {"answers": {"copies": 2}}, If_Match=read[1]["ETag"])
        self.ask("DELETE", path)

    def run(self):
        while not self.ended.is_set():
            self.ask("GET", "/v1/me")
            self.write_dossier()
            self.ask("GET", "/v1/procedures?q=khai%20sinh")
            self.send_paper()


class Load:
    """with Load(port, token, people) as load: ...; then load.asked, load.failed, load.made"""

    def __init__(self, port, token, people):
        self.people = [Person(port, token, number) for number in range(people)]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for person in self.people:
            person.ended.set()
        for person in self.people:
            person.join(90)
            assert not person.is_alive()

    @property
    def asked(self):
        return sum(sum(person.asked.values()) for person in self.people)

    @property
    def ids(self):
        return [name for person in self.people for name in person.ids]

    @property
    def failed(self):
        return [failure for person in self.people for failure in person.failed]

    @property
    def made(self):
        """How many dossiers were begun."""
        return sum(person.made for person in self.people)
