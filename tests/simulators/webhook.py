"""What both simulators share: where the service is, the secret shared with it, and sending one signed notice
(Standard Webhooks: id, timestamp, HMAC-SHA256 over "id.timestamp.body")."""
import base64
import hmac
import json
import os
import time
import urllib.error
import urllib.request
import uuid

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def add_arguments(parser):
    run = os.environ.get("MOTCUA_RUN", os.path.join(ROOT, ".run"))
    parser.add_argument("--base", default=f"http://127.0.0.1:{os.environ.get('MOTCUA_PORT', '8080')}",
                        help="address of the service")
    parser.add_argument("--secrets", default=os.path.join(run, "keys", "webhook-secrets.json"),
                        help="file with the shared secrets")
    parser.add_argument("--name", default="demo", help="which bank or carrier to be")


def secret(path, group, name):
    with open(path, encoding="utf-8") as file:
        return base64.b64decode(json.load(file)[group][name].removeprefix("whsec_"))


def send(url, key, notice, notice_id=None, attempts=5):
    """Sends until the service answers, as a bank or carrier does; returns its answer."""
    body = json.dumps(notice, ensure_ascii=False).encode()
    notice_id = notice_id or f"msg_{uuid.uuid4().hex}"
    for attempt in range(attempts):
        timestamp = str(int(time.time()))
        mac = hmac.new(key, f"{notice_id}.{timestamp}.".encode() + body, "sha256").digest()
        request = urllib.request.Request(url, data=body, method="POST", headers={
            "content-type": "application/json", "webhook-id": notice_id, "webhook-timestamp": timestamp,
            "webhook-signature": "v1," + base64.b64encode(mac).decode()})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code < 500 or attempt == attempts - 1:
                raise SystemExit(f"{error.code} {error.read().decode()}") from None
        except OSError as error:
            if attempt == attempts - 1:
                raise SystemExit(f"{url}: {error}") from None
        time.sleep(2 ** attempt)
    return None
