"""Access tokens as the service signs them, made with its own key."""
import base64
import json

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils


def text(data):
    if not isinstance(data, bytes):
        data = json.dumps(data, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def parts(token):
    return [json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))) for part in token.split(".")[:2]]


def sign(key, header, claims):
    head = f"{text(header)}.{text(claims)}"
    r, s = utils.decode_dss_signature(key.sign(head.encode(), ec.ECDSA(hashes.SHA256())))
    return f"{head}.{text(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def private_key(service):
    for path in sorted((service.folder / "keys").iterdir()):
        data = path.read_bytes()
        if b"PRIVATE KEY" in data:
            return serialization.load_pem_private_key(data[data.index(b"-----BEGIN"):], None)
    raise AssertionError("no private key")
