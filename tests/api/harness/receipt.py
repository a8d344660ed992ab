"""Reading a signed receipt with another implementation than the program's."""
import base64
import json

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils


def unbase64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def verify(jws, keys):
    """The payload of a JWS, checked with another implementation than the program's; the header beside it."""
    head, payload, signature = jws.split(".")
    header = json.loads(unbase64(head))
    key = next(k for k in keys["keys"] if k["kid"] == header["kid"])
    public = ec.EllipticCurvePublicNumbers(
        int.from_bytes(unbase64(key["x"]), "big"), int.from_bytes(unbase64(key["y"]), "big"), ec.SECP256R1()).public_key()
    raw = unbase64(signature)
    assert len(raw) == 64
    public.verify(utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")),
                  f"{head}.{payload}".encode(), ec.ECDSA(hashes.SHA256()))
    return header, json.loads(unbase64(payload))
