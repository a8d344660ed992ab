"""Who calls, and all that they ask for: every statement of the program, several times each. The first time each connection reads
PostgreSQL's own catalogue too; from the sixth on PostgreSQL may choose one plan for all values."""
import ctypes
import json
import time

from harness.client import Connection
from harness.codes import ask, code_of, deliver, enter
from harness.people import ADDRESS, BIRTH, COPIES, UNIT, Person
from harness.service import PASSWORD, ROOT

TIMES = 7
WARM = "everybody is warm"  # stands in the server's log
TUS = {"Tus-Resumable": "1.0.0"}
# A unit that ends while it holds dossiers: the next one for whoever calls on a stock again.
ENDS = "select code from unit where kind = 'commune' and valid_until is null order by code desc limit 1"


def weak_hash(password):
    """As a password was kept when computers were slower."""
    made, words = ctypes.create_string_buffer(128), password.encode()
    hashed = ctypes.CDLL("libsodium.so.23").crypto_pwhash_str
    assert hashed(made, words, ctypes.c_ulonglong(len(words)), ctypes.c_ulonglong(1), ctypes.c_size_t(8192)) == 0
    return made.value.decode()


class Everybody:
    """A citizen with many dossiers, officer and leader of the busiest ward, the leader of the province, the administrator."""

    def __init__(self, people, service):
        self.people, self.service = people, service
        self.citizen = Person(service, people.contract).refresh(
            {"login": "0910000001", "password": people.logins["citizen"]["password"]})
        self.officer, self.leader, self.admin = people.officer, people.leader, people.admin
        self.province = people.newcomer()
        service.sql("insert into post (id, account_id, unit_code, role, valid_from) values (uuid_v7(), %s, 'H99', 'leader', "
                    "local_day(now()))", self.province.account["id"])
        self.province.refresh(self.province.login)

    def get(self, person, target, **query):
        answer = person.get(target, query=query)
        assert answer.status == 200, answer
        return answer

    def pages(self, person, target, count=3, **query):
        items, cursor = [], {}
        for _ in range(count):
            page = self.get(person, target, **query, **cursor, limit=50).json
            items += page["items"]
            if page["next_cursor"] is None:
                break
            cursor = {"cursor": page["next_cursor"]}
        return items

    def do(self, answer):
        assert answer.status in (200, 201, 202, 204), answer
        return answer

    # ---- who reads ----

    def read_catalogue(self):
        nobody = self.people.nobody
        for path in ("/v1/units", "/v1/units/" + UNIT, f"/v1/units/{UNIT}/working-time", "/v1/procedures",
                     "/v1/procedures/" + BIRTH, f"/v1/procedures/{BIRTH}/form", "/v1/places",
                     "/v1/custody-heads", "/readyz"):
            self.get(nobody, path)
        self.get(nobody, "/v1/places", parent="01")
        for words in ("khai sinh", "đăng ký", "giay to"):
            self.get(nobody, "/v1/procedures", q=words)

    def read_dossier(self, person, dossier):
        for what in ("", "/submissions", "/submissions/1", "/events", "/custody", "/times", "/receipt", "/payments", "/shipments"):
            self.get(person, f"/v1/dossiers/{dossier}{what}")
        if person is not self.citizen:
            self.get(person, f"/v1/dossiers/{dossier}/notices")

    def read_papers(self, person, dossier, paper):
        """Of a dossier that the program itself has filed: the stock's files and receipts are nobody's bytes."""
        file = person.dossier(dossier)["results"][0]["id"]
        self.get(person, f"/v1/dossiers/{dossier}/files/{file}")
        self.get(person, f"/v1/dossiers/{dossier}/papers/{paper}.pdf")

    def read_own(self, turn):
        for query in ({}, {"state": "registered"}, {"state": "returned"}):
            items = self.pages(self.citizen, "/v1/dossiers", **query)
        for item in items[turn::TIMES][:2]:
            self.read_dossier(self.citizen, item["id"])
        note = self.pages(self.citizen, "/v1/notifications")[turn]
        self.do(self.citizen.put(f"/v1/notifications/{note['id']}/read"))

    def read_desk(self, person, turn):
        for query in ({"state": "withdrawn"}, {"state": "returned", "mine": "true"}, {"view": "passed_on"}, {"view": "for_leader"},
                      {"view": "unheld"}, {}, {"state": "registered"}, {"state": "returned"}, {"overdue": "true"},
                      {"mine": "true"}, {"unit": UNIT}):
            items = self.pages(person, "/v1/inbox", **query)
        if person in (self.officer, self.leader):
            self.read_dossier(person, items[turn]["id"])

    def search(self, person):
        code, name, phone = self.service.sql("select code, applicant ->> 'full_name', applicant ->> 'phone' from dossier "
                                             "where holder_unit_code = %s order by id desc offset 500 limit 1", UNIT)[0]
        for words in (name, name.split()[-1], "nguyễn thị", "không ai cả", code, code[-7:], phone, UNIT, "khai sinh"):
            cursor = {}
            for _ in range(2):
                page = person.search(words, limit=50, **cursor)
                assert page.status in (200, 503), page
                if page.status == 503 or page.json["next_cursor"] is None:
                    break
                cursor = {"cursor": page.json["next_cursor"]}

    # ---- who writes ----

    def sign_in(self):
        person = self.people.newcomer(email=f"plan{self.people.count}@example.vn")
        self.service.sql("update password set hash = %s where account_id = %s", weak_hash(PASSWORD), person.account["id"])
        person.refresh(person.login)
        self.get(person, "/v1/me")
        self.do(person.post("/v1/sessions/refresh", {"refresh_token": person.refresh_token}, headers={"Authorization": ""}))
        self.do(person.delete("/v1/sessions/current"))

    def throw_away(self):
        upload = self.citizen("POST", "/v1/uploads", headers={**TUS, "Upload-Length": "10"}).headers["location"]
        self.do(self.citizen.append(upload, 0, b"%PDF-"))
        self.do(self.citizen("HEAD", upload, headers=TUS))
        self.do(self.citizen.delete(upload, headers=TUS))
        self.do(self.citizen.delete(f"/v1/dossiers/{self.citizen.draft(BIRTH)}", etag="*"))

    def one_dossier(self):
        """From the draft to the letter at the door, by the steps that write something of their own."""
        citizen, officer = self.citizen, self.officer
        dossier = citizen.draft(COPIES, return_channel="post", return_address=ADDRESS)
        self.do(citizen.patch(f"/v1/dossiers/{dossier}", {"answers": {"copies": 2}}, etag="*"))
        assert citizen.post(f"/v1/dossiers/{dossier}/submission", {"fee_total": 1}, key=True).code == "fee-changed"
        for _ in range(2):
            self.do(citizen.post(f"/v1/dossiers/{dossier}/submission", key="once-" + dossier))
        filed = citizen.dossier(dossier)
        self.do(self.people.nobody.track(filed["code"], filed["applicant"]["phone"][-4:]))
        link = self.do(citizen.post(f"/v1/dossiers/{dossier}/tracking-link", key=True)).json["link"]
        assert citizen.link(dossier) == link
        self.do(self.people.nobody.follow(link))
        self.do(officer.search(link))
        officer.do(dossier, "request_supplement", reason="Số bản chưa rõ.", fields=["copies"])
        citizen.supply(dossier, copies=3)
        self.do(officer.post(f"/v1/dossiers/{dossier}/actions?dry_run=true", {"action": "accept"}, etag="*"))
        officer.do(dossier, "accept")
        officer.do(dossier, "forward", unit_code="H99.32")
        officer.do(dossier, "take_back", reason="Chuyển nhầm.")
        self.do(officer.post(f"/v1/dossiers/{dossier}/payments?dry_run=true", {"method": "cash"}))
        shown = self.do(citizen.post(f"/v1/dossiers/{dossier}/payments", {"method": "vietqr"}, key=True)).json
        self.do(self.people.bank(shown["transfer_content"], shown["amount"]))
        officer.finish(dossier)
        self.do(officer.post(f"/v1/dossiers/{dossier}/shipments?dry_run=true", {"carrier": "demo"}))
        letter = self.do(officer.post(f"/v1/dossiers/{dossier}/shipments", {"carrier": "demo"}, key=True)).json["tracking_number"]
        self.get(officer, f"/v1/shipments/{letter}")
        self.get(officer, f"/v1/shipments/{letter}/label.pdf")
        self.do(self.people.carrier(letter, "delivered", proof={"receiver_name": "Nguyễn Thị Mẫu", "id_seen": True}))
        for person, paper in ((citizen, "receipt"), (officer, "appointment")):
            self.read_dossier(person, dossier)
            self.read_papers(person, dossier, paper)

    def import_catalogue(self, places, folder):
        accounts = json.loads((ROOT / "schema/sample/accounts.json").read_text(encoding="utf-8"))[:2]
        units = json.loads((ROOT / "schema/sample/units.json").read_text(encoding="utf-8"))[:2]
        (folder / "accounts.json").write_text(json.dumps(accounts), encoding="utf-8")
        for number in range(TIMES):
            self.do(self.admin.put("/v1/admin/catalogue", {"basis": f"Lần {number}", "units": units}))
        self.service.run("owner", "import", "places", places)
        self.service.run("owner", "import", "accounts", folder / "accounts.json", folder / "more-logins.json")

    def found_again(self):
        """What the desk typed for people without an account, who then make one."""
        waiting = []
        for _ in range(TIMES):
            phone, personal_id = f"0987{self.people.count:06d}", f"001187{self.people.count:06d}"
            answers = {**self.officer.form(COPIES)["example"], "applicant_name": "Lý Thị Mẫu"}
            self.officer.file(COPIES, answers=answers, channel="counter", applicant={
                "full_name": "Lý Thị Mẫu", "phone": phone, "personal_id": personal_id, "evidence": "Thẻ căn cước"})
            person = self.people.newcomer()
            waiting.append((person, phone, personal_id, ask(person, phone)))
        deliver(self.service)
        for person, phone, personal_id, proof in waiting:
            self.do(enter(person, proof, code_of(self.service, phone)))
            self.do(person.post("/v1/dossier-claims", {"personal_id": personal_id}))

    def not_supplied_in_time(self):
        dossier = self.citizen.file(COPIES)
        self.officer.do(dossier, "request_supplement", reason="Số bản chưa rõ.", fields=["copies"])
        self.service.sql("set session_replication_role = replica; update promise set due_at = now() - interval '1 minute' "
                         "where dossier_id = %s and promised = 'supplement'", dossier)

    def work(self):
        """The worker twice, with all chores, after a unit has ended and another one had an outage. Mail waits for its server, which
        does not answer."""
        self.not_supplied_in_time()
        self.service.sql("insert into outage (id, first_id, unit_code, from_at, until_at, what, basis) select x, x, %s, "
                         "now() - interval '3 hours', now() - interval '2 hours', 'không có điện', 'Biên bản' from uuid_v7() x",
                         self.service.sql("select min(code) from unit where kind = 'commune'")[0][0])
        self.service.sql("update unit set valid_until = local_day(now()), successor_code = %s where code = %s", UNIT,
                         self.service.sql(ENDS)[0][0])
        for _ in range(2):
            self.service.start_worker(MOTCUA_SMTP_URL="smtp://127.0.0.1:1")
            deadline = time.monotonic() + 900
            while self.service.sql("select count(*) from outbox where failed_at is null and available_at <= now() "
                                   "and channel is distinct from 'mail'")[0][0]:
                assert time.monotonic() < deadline, "the worker does not get done"
                time.sleep(0.1)
            time.sleep(1)
            self.service.stop_worker()

    def report(self):
        """A gateway tells of short messages that went."""
        sent = self.service.sql("select id::text from message where id is not null and channel = 'sms' limit %s", TIMES)
        assert len(sent) == TIMES
        for message, in sent:
            self.do(self.people.notice("gateways", {"id": message, "state": "delivered", "at": "2026-11-24T03:04:05Z"}))

    def figures(self):
        """What is read for whoever watches."""
        connection = Connection(self.service.settings["MOTCUA_ADMIN_LISTEN"], timeout=30)
        connection.request("GET", "/metrics")
        answer = connection.getresponse()
        assert answer.status == 200 and b"motcua_outbox" in answer.read()
        connection.close()

    def operate(self):
        """What was given up is listed and tried again."""
        for _ in range(TIMES):
            self.service.run("worker", "outbox", "list", "--json")
            code, = self.service.sql("select d.code from dossier d where d.id = (select n.dossier_id from message m join notification n "
                                     "on n.id = m.notification_id where n.dossier_id is not null order by random() limit 1)")[0]
            self.service.run("worker", "outbox", "list", "--dossier", code)
        for message, in self.service.sql("select id from outbox where failed_at is not null limit %s", TIMES):
            self.service.run("worker", "outbox", "retry", message)
            self.service.run("owner", "quota", "set", self.province.account["id"], "open_drafts", 50, "nhiều hồ sơ")
            self.service.run("owner", "quota", "list")
            self.service.run("owner", "quota", "clear", self.province.account["id"], "open_drafts")
        for message, in self.service.sql("select id from outbox where failed_at is not null limit %s", TIMES):
            self.pages(self.admin, "/v1/admin/messages")
            self.do(self.admin.put(f"/v1/admin/messages/{message}/retry"))
        for _ in range(TIMES):
            self.service.sql("update outbox set failed_at = now() where id = any (array(select id from outbox where topic = 'message' "
                             "and failed_at is null limit 2000))")
            self.do(self.admin.put("/v1/admin/message-retries"))


def everything(people, service, places, folder):
    all_of_them = Everybody(people, service)
    for turn in range(TIMES):
        if turn == 1:
            service.sql(f"do $$ begin raise log '{WARM}'; end $$")
        all_of_them.read_catalogue()
        all_of_them.sign_in()
        all_of_them.throw_away()
        all_of_them.one_dossier()
        all_of_them.read_own(turn)
        for person in (all_of_them.officer, all_of_them.leader, all_of_them.province):
            all_of_them.read_desk(person, turn)
            all_of_them.search(person)
        all_of_them.pages(all_of_them.admin, "/v1/inbox")
        all_of_them.figures()
    all_of_them.import_catalogue(places, folder)
    all_of_them.found_again()
    all_of_them.work()
    all_of_them.report()
    all_of_them.operate()
