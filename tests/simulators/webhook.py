"""What the simulators share: where the service is, the secret shared with it, and sending one signed notice
(Standard Webhooks: id, timestamp, HMAC-SHA256 over "id.timestamp.body")."""
import base64
import hmac
import http.client
import json
import os
import socket
import time
import urllib.parse
import uuid

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def add_arguments(parser):
    run = os.environ.get("MOTCUA_RUN", os.path.join(ROOT, ".run"))
    parser.add_argument("--base", default=f"http://127.0.0.1:{os.environ.get('MOTCUA_PORT', '8080')}",
                        help="address of the service, or unix: and a socket")
    parser.add_argument("--secrets", default=os.path.join(run, "keys", "webhook-secrets.json"),
                        help="file with the shared secrets")
    parser.add_argument("--name", default="demo", help="which bank or carrier to be")


def secret(path, group, name):
    with open(path, encoding="utf-8") as file:
        return base64.b64decode(json.load(file)[group][name].removeprefix("whsec_"))


class Local(http.client.HTTPConnection):
    """Over a Unix socket."""

    def __init__(self, path):
        super().__init__("localhost", timeout=10)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def ask(url, body, headers):
    """Status and text of the answer."""
    if url.startswith("unix:"):
        path, _, target = url.removeprefix("unix:").partition(".sock/")
        connection, target = Local(path + ".sock"), "/" + target
    else:
        parts = urllib.parse.urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection, target = kind(parts.netloc, timeout=10), parts.path
    try:
        connection.request("POST", target, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def send(url, key, notice, notice_id=None, attempts=5):
    """Sends until the service answers, as a partner does; returns its answer."""
    body = json.dumps(notice, ensure_ascii=False).encode()
    notice_id = notice_id or f"msg_{uuid.uuid4().hex}"
    for attempt in range(attempts):
        timestamp = str(int(time.time()))
        mac = hmac.new(key, f"{notice_id}.{timestamp}.".encode() + body, "sha256").digest()
        try:
            status, text = ask(url, body, {
                "content-type": "application/json", "webhook-id": notice_id, "webhook-timestamp": timestamp,
                "webhook-signature": "v1," + base64.b64encode(mac).decode()})
            if status == 200:
                return json.loads(text)
            if status != 429 and status < 500 or attempt == attempts - 1:
                raise SystemExit(f"{status} {text}")
        except (OSError, http.client.HTTPException) as error:
            if attempt == attempts - 1:
                raise SystemExit(f"{url}: {error}") from None
        time.sleep(2 ** attempt)
    return None
