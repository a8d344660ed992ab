"""An HTTP client as small as the tests need: each request goes to the listener of its class (as nginx has it),
every exchange is held against the contract."""
import base64
import hashlib
import hmac
import http.client
import json
import socket
import time
import urllib.parse
import uuid


class Connection(http.client.HTTPConnection):
    """HTTP over a Unix socket ("unix:/path") or TCP ("host:port")."""

    def __init__(self, address, timeout=30, source=None):
        self.address = address
        host = "localhost" if address.startswith("unix:") else address
        super().__init__(host, timeout=timeout, source_address=source and (source, 0))

    def connect(self):
        if not self.address.startswith("unix:"):
            return super().connect()
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.address[5:])


class Answer:
    def __init__(self, response, body):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        """The problem's code; None if it is no problem, or one without a body (HEAD)."""
        return self.json["code"] if self.body and self.headers.get("content-type") == "application/problem+json" else None

    @property
    def pointers(self):
        return {error["pointer"]: error["code"] for error in self.json.get("errors", [])}

    def __repr__(self):
        return f"{self.status} {self.headers} {self.body[:1000]!r}"


class Exchange:
    def __init__(self, method, target, headers, body, through_nginx):
        self.method = method
        self.path, _, self.query = target.partition("?")
        self.headers = headers
        self.body = body
        self.through_nginx = through_nginx
        self.answer = None

    def __str__(self):
        sent = (self.body or b"")[:500]
        return f"{self.method} {self.path}?{self.query} {self.headers} {sent!r}\n-> {self.answer!r}"


class Client:
    """One caller, signed in or not. Belongs to one thread."""
    checked = True  # whether what is answered is held against the contract
    patience = 0  # how often what is refused for the moment is asked again when the answer says, as clients of ours do

    def __init__(self, service, contract, token=None, nginx=None, source=None):
        self.service = service
        self.contract = contract
        self.token = token
        self.nginx = nginx
        self.source = source  # the address it comes from
        self.connections = {}

    def copy(self):
        """The same caller for another thread."""
        return type(self)(self.service, self.contract, self.token, self.nginx, self.source)

    def connection(self, cost_class):
        address = self.nginx or (self.service.lookup if cost_class == "key" else self.service.work)
        if address not in self.connections:
            self.connections[address] = Connection(address, source=self.source)
        return self.connections[address]

    def close(self):
        for connection in self.connections.values():
            connection.close()
        self.connections = {}

    def send(self, connection, exchange):
        connection.request(exchange.method, exchange.path + ("?" + exchange.query if exchange.query else ""),
                           exchange.body, exchange.headers)
        response = connection.getresponse()
        return Answer(response, response.read())

    def __call__(self, method, target, body=None, headers=None, json_body=None, query=None, check=True,
                 **more):
        """Sends one request. json_body is encoded; `key=True` makes an Idempotency-Key, any other value is one."""
        headers = dict(headers or {})
        if query:
            target += "?" + urllib.parse.urlencode(query)
        if json_body is not None:
            body = json.dumps(json_body, ensure_ascii=False).encode()
            headers.setdefault("Content-Type", "application/json")
        key = more.get("key")
        if key:
            headers["Idempotency-Key"] = str(uuid.uuid4()) if key is True else key
        if more.get("etag"):
            headers["If-Match"] = more["etag"]
        if self.token and "Authorization" not in headers:
            headers["Authorization"] = "Bearer " + self.token
        exchange = Exchange(method, target, headers, body, self.nginx is not None)
        operation, _ = self.contract.match(method, exchange.path)
        connection = self.connection(operation.cost_class if operation else None)
        fresh = connection.sock is None
        try:
            exchange.answer = self.send(connection, exchange)
        except (ConnectionError, http.client.HTTPException):
            connection.close()
            if fresh:
                raise
            # The server had closed the idle connection: it never saw this request.
            exchange.answer = self.send(connection, exchange)
        for _ in range(self.patience):
            if exchange.answer.status != 503:
                break
            time.sleep(int(exchange.answer.headers["retry-after"]))
            exchange.answer = self.send(connection, exchange)
        if check and self.checked:
            self.contract.check(exchange)
        return exchange.answer

    def get(self, target, **more):
        return self("GET", target, **more)

    def post(self, target, value=None, **more):
        return self("POST", target, json_body=value, **more)

    def put(self, target, value=None, **more):
        return self("PUT", target, json_body=value, **more)

    def patch(self, target, value=None, **more):
        return self("PATCH", target, json_body=value, **more)

    def delete(self, target, **more):
        return self("DELETE", target, **more)

    def track(self, code, last4, **more):
        """By a code and digits, as anybody may."""
        return self.post("/v1/tracking", {"code": code, "phone_last4": last4}, **more)

    def follow(self, link):
        """By the link of a receipt, as its page does."""
        return self.post("/v1/tracking/link", {"secret": link.rsplit("/", 1)[1]})


# ---- what clients compute ----

def base64_text(data):
    return base64.b64encode(data if isinstance(data, bytes) else data.encode()).decode()


def checksum(data):
    return "sha256 " + base64_text(hashlib.sha256(data).digest())


def metadata(name, data=None):
    text = "filename " + base64_text(name)
    return text if data is None else text + ",sha256 " + base64_text(hashlib.sha256(data).hexdigest())


def sign_webhook(secret, body, notice_id=None, at=None):
    """The three headers of Standard Webhooks 1.0, made here from the specification alone."""
    notice_id = notice_id or "msg_" + uuid.uuid4().hex
    at = str(int(time.time()) if at is None else at)
    digest = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), f"{notice_id}.{at}.".encode() + body, "sha256")
    return {"Content-Type": "application/json", "webhook-id": notice_id, "webhook-timestamp": at,
            "webhook-signature": "v1," + base64_text(digest.digest())}
