"""A gateway of short messages: the simulator, as a process of its own, and a site that sends by it."""
import json
import shutil
import subprocess

from harness.contract import ROOT

TOKEN = "mã riêng của cổng".encode().hex()
SENDER = "TINHMAU"


class Gateway:
    def __init__(self, service, folder):
        self.script, self.kept = folder / "faults.json", folder / "kept.jsonl"
        self.rules()
        self.service, self.folder = service, folder
        self.process = self.port = None

    def start(self, *more):
        self.process = subprocess.Popen(
            [ROOT / "tests/simulators/sms", "--port", str(self.port or 0), "--script", self.script, "--kept", self.kept, "--token", TOKEN,
             "--base", self.service.work, "--secrets", self.service.secrets_file, *more],
            stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def stop(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)
            self.process.stdout.close()
            self.process = None

    def rules(self, *rules):
        """What goes wrong from now on."""
        made = self.script.with_suffix(".new")
        made.write_text(json.dumps(rules), encoding="utf-8")
        made.replace(self.script)

    def taken(self, number=None):
        """The messages that it took, each once for each id, to a number of the service's form or to all."""
        lines = self.kept.read_text(encoding="utf-8").splitlines() if self.kept.exists() else []
        return [message for message in map(json.loads, lines) if number in (None, "0" + message["to"].removeprefix("+84"))]

    def site(self, plain=False, prices=()):
        """The sample's site folder, with terms of its own."""
        folder = self.folder / f"site-{plain}-{len(prices)}"
        if not folder.exists():
            shutil.copytree(ROOT / "schema/sample/site", folder)
        (folder / "sms.json").write_text(json.dumps({
            "sender": SENDER, "plain_letters": plain,
            "prices": [{"valid_from": day, "amount": amount} for day, amount in prices]}), encoding="utf-8")
        return folder

    def settings(self, **site):
        return {"MOTCUA_SMS_URL": f"http://127.0.0.1:{self.port}/messages", "MOTCUA_SMS_TOKEN": TOKEN, "MOTCUA_SITE_DIR": self.site(**site)}
