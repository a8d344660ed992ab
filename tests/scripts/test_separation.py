"""Who may reach what where scripts/run was started by root: each part as the user, with the groups and rights that its running
process has, tries everything that one of them keeps. Started by somebody else all are he, and nothing of this can hold."""
import grp
import hashlib
import json
import os
import pathlib
import pwd
import re
import shutil
import subprocess
import tempfile

import pytest

from installed import Installed
from harness.people import BIRTH, pdf

API_ROLES = {"motcua_public", "motcua_citizen", "motcua_staff", "motcua_system"}
ROLES = API_ROLES | {"motcua_owner", "motcua_worker", "motcua_readonly", "postgres"}
# What of the installation: how it is tried, and the parts that may. What all may is listed too: it shows that trying works.
OBJECTS = {
    "keys/{key}": ("read", {"api"}),
    "keys/server.key": ("read", {"api"}),
    "keys/webhook-secrets.json": ("read", {"api"}),
    "keys": ("write", {"api"}),
    "receipt-keys/{receipt_key}": ("read", {"signer"}),
    "receipt-keys": ("write", {"signer"}),
    "published/receipt-keys.json": ("read", {"api", "signer", "worker", "watch", "nginx", "migrate"}),
    "published": ("write", {"signer"}),
    "store/blobs/{blob}": ("read", {"api", "worker", "nginx"}),
    "store/blobs/{blob_folder}": ("write", {"api", "worker"}),
    "store/blobs": ("write", {"api", "worker"}),
    "uploads": ("write", {"api", "worker"}),
    "outbox": ("write", {"worker"}),
    "heads": ("write", {"worker"}),
    "setup/sample-logins.json": ("read", {"migrate"}),
    "nginx/state": ("write", {"nginx"}),
    "nginx": ("write", set()),
    "nginx/nginx.conf": ("change", set()),
    "pg": ("list", set()),
    "pg/pg_hba.conf": ("read", set()),
    "web": ("write", set()),
    "log": ("write", set()),
    **{f"log/{part}.log": ("change", {part}) for part in ("api", "signer", "worker", "watch")},
    "log/nginx-access.log": ("read", {"nginx"}),
    "log/postgresql.log": ("read", set()),
    "pids": ("write", set()),
    "api/api-work.sock": ("connect", {"api", "nginx"}),
    "api/api-lookup.sock": ("connect", {"api", "nginx"}),
    "watch/api-admin.sock": ("connect", {"api", "watch"}),
    "sign/sign.sock": ("connect", {"api", "signer"}),
    "head/head.sock": ("connect", {"worker", "signer"}),
    **{role: ("sign in", {"api"} if role in API_ROLES else {"worker"} if role == "motcua_worker" else
              {"migrate"} if role == "motcua_owner" else set()) for role in ROLES},
}
PAPER = pdf("giấy")
PARTS = ("api", "signer", "worker", "watch", "nginx", "migrate")
TRY = """
import json, os, socket, subprocess, sys
def attempt(how, what, database):
    if how == "read":
        open(what, "rb").read(1)
    elif how == "change":
        os.close(os.open(what, os.O_WRONLY))
    elif how == "list":
        os.listdir(what)
    elif how == "write":
        name = os.path.join(what, ".tried-%d" % os.getpid())
        os.close(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        os.unlink(name)
    elif how == "connect":
        socket.socket(socket.AF_UNIX).connect(what)
    else:
        subprocess.run(["psql", "-X", "-q", "-h", database, "-U", what, "-d", "motcua", "-c", "select 1"], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
def done(*words):
    try:
        attempt(*words)
        return True
    except (PermissionError, subprocess.CalledProcessError):
        return False
database, attempts = json.load(sys.stdin)
print(json.dumps([done(how, what, database) for how, what in attempts]))
"""


@pytest.fixture(scope="module")
def instance():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="motcua-parts-"))
    folder.chmod(0o755)
    running = Installed(folder / "run").start()
    assert running.ready(), running.text()
    running.filed = running.people().citizen.draft(BIRTH)
    running.file = put(running.people().citizen, running.filed)
    yield running
    running.stop()
    shutil.rmtree(folder)


def put(citizen, dossier):
    """A paper of the dossier, uploaded as a file; the file."""
    paper = citizen.papers(BIRTH)[0]
    answer = citizen.put(f"/v1/dossiers/{dossier}/components/{paper}", {"upload_ids": [citizen.upload(PAPER)]})
    assert answer.status == 200, answer
    return next(file for component in answer.json["components"] for file in component["files"])


def status(instance, part):
    """Of its running process: {name: [numbers]}."""
    text = pathlib.Path(f"/proc/{instance.pid(part)}/status").read_text()
    return {name: [int(value, 16 if name.startswith("Cap") else 10) for value in values.split()]
            for name, values in re.findall(r"^(Uid|Gid|Groups|CapInh|CapPrm|CapEff|CapAmb|NoNewPrivs):[ \t]*(.*)$", text, re.M)}


def identity(instance, part):
    """uid, gid, groups: those of the process; of who migrates, which has none, as its user is."""
    if part == "migrate":
        user = pwd.getpwnam("motcua-migrate" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name)
        return user.pw_uid, user.pw_gid, []
    found = status(instance, part)
    return found["Uid"][1], found["Gid"][1], found["Groups"]


def names(instance):
    """What the names of OBJECTS stand for."""
    def newest(folder, pattern):
        return max(path.relative_to(instance.folder / folder).as_posix() for path in (instance.folder / folder).glob(pattern))
    blob = hashlib.sha256(PAPER).hexdigest()
    return {"key": newest("keys", "*-signing.pem"), "receipt_key": newest("receipt-keys", "*-signing.pem"), "blob": f"{blob[:2]}/{blob}",
            "blob_folder": blob[:2]}


def tried(instance, part):
    """{object: whether this part reached it}"""
    uid, gid, groups = identity(instance, part)
    known = names(instance)
    attempts = [(how, name if how == "sign in" else str(instance.folder / name.format(**known))) for name, (how, _) in OBJECTS.items()]
    as_it = {"user": uid, "group": gid, "extra_groups": groups} if os.getuid() == 0 else {}
    answer = subprocess.run(["/usr/bin/python3", "-c", TRY], input=json.dumps([str(instance.folder / "socket"), attempts]), text=True,
                            check=True, stdout=subprocess.PIPE, cwd="/", env={"PATH": os.environ["PATH"]}, **as_it).stdout
    return dict(zip(OBJECTS, json.loads(answer)))


def test_each_part_reaches_what_it_needs_and_nothing_else(instance, capsys):
    found = {part: tried(instance, part) for part in PARTS}
    if os.getuid() != 0:
        assert all(all(reached.values()) for reached in found.values())
        return
    wrong = [(part, name) for part in PARTS for name, (_, may) in OBJECTS.items() if found[part][name] != (part in may)]
    with capsys.disabled():
        print(f"\nparts x what they keep: {len(PARTS) * len(OBJECTS)} tried, {len(wrong)} wrong")
    assert wrong == []


def test_the_parts_are_different_users_without_rights_of_root(instance):
    if os.getuid() != 0:
        assert {identity(instance, part)[0] for part in PARTS} == {os.getuid()}
        return
    running = [part for part in PARTS if part != "migrate"]
    users = {part: identity(instance, part)[0] for part in PARTS}
    assert len(set(users.values())) == len(PARTS) and 0 not in users.values()
    assert {pwd.getpwuid(uid).pw_name for uid in users.values()} == {f"motcua-{part}" for part in PARTS}
    for part in running:
        found = status(instance, part)
        assert not any(found[name][0] for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")), part
        assert found["NoNewPrivs"] == [1] and len(set(found["Uid"])) == len(set(found["Gid"])) == 1, part
    groups = {part: {grp.getgrgid(gid).gr_name for gid in identity(instance, part)[2]} for part in running}
    assert groups == {"api": {"motcua-store", "motcua-files"}, "worker": {"motcua-store", "motcua-files"},
                      "nginx": {"motcua-store"}, "signer": set(), "watch": set()}


def test_who_reaches_the_network_was_given_no_key_and_no_other_part_the_mail_servers_password(instance):
    for part in ("worker", "watch", "nginx"):
        opened = [os.readlink(path) for path in pathlib.Path(f"/proc/{instance.pid(part)}/fd").iterdir()]
        assert opened and not [path for path in opened if "keys" in path], part
    for part in ("api", "signer", "nginx"):
        assert b"MOTCUA_SMTP_URL" not in pathlib.Path(f"/proc/{instance.pid(part)}/environ").read_bytes(), part
    assert b"MOTCUA_SMTP_URL" in pathlib.Path(f"/proc/{instance.pid('worker')}/environ").read_bytes()


def test_nginx_sends_and_the_worker_clears_away_what_the_api_made(instance):
    citizen, file = instance.people().citizen, instance.file
    sent = subprocess.run(["curl", "-sS", "-o", os.devnull, "-w", "%{http_code} %{size_download}", "-H",
                           f"Authorization: Bearer {citizen.token}",
                           f"http://127.0.0.1:{instance.port}/v1/dossiers/{instance.filed}/files/{file['id']}"],
                          check=True, text=True, stdout=subprocess.PIPE).stdout
    assert sent == f"200 {file['size']}"
    uid, gid, groups = identity(instance, "worker")
    blob = instance.folder / "store/blobs" / names(instance)["blob"]
    as_it = {"user": uid, "group": gid, "extra_groups": groups} if os.getuid() == 0 else {}
    kept = blob.read_bytes()
    subprocess.run(["rm", str(blob)], check=True, cwd="/", stdin=subprocess.DEVNULL, **as_it)
    assert not blob.exists()
    put(citizen, instance.filed)
    assert blob.read_bytes() == kept
