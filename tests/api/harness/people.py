"""Who calls, and what people do in a few words each: attach a file, file a dossier, take a step."""
import base64
import hashlib
import json
import time
import uuid

import yaml

from harness.contract import ROOT
from harness.client import Client, checksum, metadata, sign_webhook
from harness.service import ALLOW_MUCH, PASSWORD

BIRTH = "1.001193"  # birth registration: free, papers needed
COPIES = "2.000635"  # copies of civil-status records: 8.000 đồng each, no paper needed
UNIT = "H99.31"
STEPS = yaml.safe_load((ROOT / "schema/vocabulary/steps.yaml").read_text(encoding="utf-8"))["entries"]
REASONS = {code: step.get("reasons") for code, step in STEPS.items()}
ADDRESS = {"recipient_name": "Nguyễn Thị Mẫu", "phone": "0900 000 001", "province_code": "01", "commune_code": "00004",
           "detail": "Số 1, ngõ 2"}


def pdf(words="mẫu"):
    """A small whole PDF; other words, other bytes."""
    return b"%PDF-1.4\n% " + words.encode() + b"\n" + b"1 0 obj<<>>endobj\n" * 20 + b"trailer<<>>\n%%EOF\n"


PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


def step(action, **more):
    """The body of a step: where it is said why, for the first of its reasons unless another is named."""
    if "reason" in more and REASONS.get(action):
        more.setdefault("reason_code", REASONS[action][0])
    return {"action": action, **more}


class Person(Client):
    """A signed-in client that knows what people do."""
    account = None  # known of those whom a test has made

    def pages(self, target, limit=1, **query):
        """All items of a list, read page by page; more pages than any test has things means that it goes in circles."""
        items, cursor = [], None
        for _ in range(200):
            page = self.get(target, query={**query, "limit": limit, **({"cursor": cursor} if cursor else {})}).json
            assert len(page["items"]) <= limit
            items += page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                return items
        raise AssertionError(f"{target} {query}: the pages have no end")

    def refresh(self, login):
        answer = self.post("/v1/sessions", login, headers={"Authorization": ""})
        assert answer.status == 201, answer
        self.token = answer.json["access_token"]
        self.refresh_token = answer.json["refresh_token"]
        return self

    # ---- files ----

    def upload(self, data=None, name="giấy tờ.pdf", piece=None):
        """A whole file by tus, in pieces; its upload id."""
        data = pdf(uuid.uuid4().hex) if data is None else data
        answer = self("POST", "/v1/uploads", headers={
            "Tus-Resumable": "1.0.0", "Upload-Length": str(len(data)), "Upload-Metadata": metadata(name, data)})
        assert answer.status == 201, answer
        location = answer.headers["location"]
        for at in range(0, len(data), piece or len(data)):
            part = data[at:at + (piece or len(data))]
            answer = self.append(location, at, part)
            assert answer.status == 204, answer
            assert int(answer.headers["upload-offset"]) == at + len(part)
        return location.rsplit("/", 1)[1]

    def append(self, location, offset, data, **headers):
        return self("PATCH", location, body=data, headers={
            "Tus-Resumable": "1.0.0", "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream",
            "Upload-Checksum": checksum(data), **headers})

    # ---- filing ----

    def form(self, procedure):
        return self.get(f"/v1/procedures/{procedure}/form").json

    def answers(self, procedure):
        """The example's answers, with who fills it in as its own account says, as the page does it."""
        form, me = self.form(procedure), self.get("/v1/me").json
        own = {field["name"]: me[field["prefill"].removeprefix("me.")] for page in form["ui"]["pages"]
               for field in page["fields"] if "prefill" in field}
        return {**form["example"], **{name: value for name, value in own.items() if value is not None}}

    def components(self, procedure):
        """The papers that the procedure's first case requires."""
        case = self.get(f"/v1/procedures/{procedure}").json["cases"][0]
        return [component for component in case["components"] if component["required"]]

    def papers(self, procedure):
        return [component["code"] for component in self.components(procedure)]

    def draft(self, procedure=COPIES, unit=UNIT, answers=None, return_channel="counter", **more):
        """A draft with complete answers and the papers that it needs; its id."""
        answer = self.post("/v1/dossiers", {
            "procedure_code": procedure, "unit_code": unit, "return_channel": return_channel,
            "answers": self.answers(procedure) if answers is None else answers, **more}, key=True)
        assert answer.status == 201, answer
        dossier = answer.json["id"]
        for component in self.components(procedure):
            upload = self.upload() if "pdf" in component["accepts"] else self.upload(PNG, "ảnh.png")
            done = self.put(f"/v1/dossiers/{dossier}/components/{component['code']}", {"upload_ids": [upload]})
            assert done.status == 200, done
        return dossier

    def submit(self, dossier):
        answer = self.post(f"/v1/dossiers/{dossier}/submission", key=True)
        assert answer.status == 201, answer
        return answer.json

    def file(self, procedure=COPIES, **more):
        """A dossier filed; its id."""
        dossier = self.draft(procedure, **more)
        self.submit(dossier)
        return dossier

    def link(self, dossier):
        """That of the receipt."""
        answer = self.get(f"/v1/dossiers/{dossier}/tracking-link")
        assert answer.status == 200, answer
        return answer.json["link"]

    def search(self, words, **more):
        return self.post("/v1/inbox/searches", {"words": words, **more})

    def found(self, words, limit=100):
        """The ids of all that the desk's search finds, read page by page."""
        items, cursor = [], None
        for _ in range(200):
            answer = self.search(words, limit=limit, **({"cursor": cursor} if cursor else {}))
            assert answer.status == 200 and len(answer.json["items"]) <= limit, answer
            items += answer.json["items"]
            cursor = answer.json["next_cursor"]
            if cursor is None:
                return [item["id"] for item in items]
        raise AssertionError("a search goes in circles")

    def dossier(self, dossier):
        answer = self.get(f"/v1/dossiers/{dossier}")
        assert answer.status == 200, answer
        return answer.json

    def etag(self, dossier):
        return self.get(f"/v1/dossiers/{dossier}").headers["etag"]

    # ---- steps ----

    def act(self, dossier, action, etag="*", key=True, **more):
        """A step of the dossier as it is, or as it was when it had the etag."""
        return self.post(f"/v1/dossiers/{dossier}/actions", step(action, **more), key=key, etag=etag)

    def do(self, dossier, action, **more):
        """A step that must succeed; the dossier after it."""
        answer = self.act(dossier, action, **more)
        assert answer.status == 201, answer
        assert answer.headers["location"] == f"/v1/dossiers/{dossier}"
        return answer.json

    def supply(self, dossier, **answers):
        """What was asked for is answered anew and handed in; the dossier after it."""
        saved = self.patch(f"/v1/dossiers/{dossier}", {"answers": answers}, etag="*")
        assert saved.status == 200, saved
        return self.do(dossier, "supply")

    def finish(self, dossier, data=None):
        return self.do(dossier, "finish", upload_ids=[self.upload(data, "kết quả.pdf")])

    def pay_cash(self, dossier):
        answer = self.post(f"/v1/dossiers/{dossier}/payments", {"method": "cash"}, key=True)
        assert answer.status == 201, answer
        return answer.json


class People:
    """The sample's people by their key, and new citizens."""

    def __init__(self, service, contract, logins):
        self.service = service
        self.contract = contract
        self.logins = logins
        self.known = {}
        self.count = 0

    def __getattr__(self, key):
        if key not in self.logins:
            raise AttributeError(key)
        return self[key]

    def __getitem__(self, key):
        if key not in self.known:
            login = {"login": self.logins[key]["login"], "password": self.logins[key]["password"]}
            self.known[key] = Person(self.service, self.contract).refresh(login)
        return self.known[key]

    def sign_out(self):
        """Everybody signs in anew when next asked for."""
        self.known = {}

    def allowed(self, operation):
        """Somebody who may ask for an operation."""
        if not operation.roles:
            return self.nobody
        return self.officer if "officer" in operation.roles else self[operation.roles[0]]

    @property
    def nobody(self):
        """Somebody who is not signed in."""
        if "" not in self.known:
            self.known[""] = Person(self.service, self.contract)
        return self.known[""]

    def newcomer(self, busy=True, **more):
        """A citizen whom nobody has seen before; busy: who may do more than people may."""
        self.count += 1
        phone = f"0912{self.count:06d}"
        person = Person(self.service, self.contract)
        answer = person.post("/v1/accounts", {"full_name": "Phạm Thị Thử Nghiệm", "phone": phone, "password": PASSWORD,
                                              **more})
        assert answer.status == 201, answer
        person.login = {"login": phone, "password": PASSWORD}
        person.account = answer.json
        if busy:
            self.service.sql(ALLOW_MUCH, person.account["id"], person.account["id"])
        return person.refresh(person.login)

    def staff(self, unit, busy=True):
        """Gives a unit that a test has made somebody who works there."""
        person = self.newcomer(busy)
        self.service.sql("insert into post (id, account_id, unit_code, role, valid_from) values (uuid_v7(), %s, %s, 'officer', "
                         "local_day(now()))", person.account["id"], unit)
        return person.refresh(person.login)

    # ---- programs of partners ----

    def notice(self, group, value, name="demo", secret=None, notice_id=None, at=None, headers=None):
        """A signed notice of a bank or carrier."""
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        signed = sign_webhook(secret or self.service.secrets[group]["demo"], body, notice_id, at)
        return Client(self.service, self.contract)(
            "POST", f"/v1/webhooks/{group}/{name}", body=body, headers={**signed, **(headers or {})})

    def bank(self, content, amount, transaction=None, money=None, **more):
        """A bank tells of money that came in; money holds further members of its notice."""
        return self.notice("banks", {
            "transaction_id": transaction or "FT" + uuid.uuid4().hex[:12], "amount": amount, "content": content,
            "received_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), **(money or {})}, **more)

    def carrier(self, number, state, at="2026-11-24T03:04:05Z", notice_id=None, **more):
        return self.notice("carriers", {"tracking_number": number, "state": state, "at": at, **more},
                           notice_id=notice_id)


def sha256(data):
    return hashlib.sha256(data).hexdigest()
