"""GET /v1/site: what a client learns of the province, from the folder that the program is started with."""
import json
import shutil
import subprocess
import uuid

import pytest

from harness.contract import ROOT
from harness.service import binary

SAMPLES = ROOT / "schema/sample"


def document(folder):
    return json.loads((folder / "site.json").read_text(encoding="utf-8"))


def test_everything_of_the_folder_is_told(anyone):
    site = anyone.get("/v1/site").json
    told = {name: site[name] for name in document(SAMPLES / "site")}
    assert told == document(SAMPLES / "site")
    assert site["limits"]["file_bytes"] == int(anyone("OPTIONS", "/v1/uploads").headers["tus-max-size"])
    assert {"application/pdf", "image/jpeg", "image/png"} <= set(site["limits"]["media_types"])
    assert "image/svg+xml" not in site["limits"]["media_types"]
    assert [method["code"] for method in site["payment_methods"]] == ["vietqr", "cash"]


def test_it_is_kept_and_asked_for_again(anyone):
    first = anyone.get("/v1/site")
    assert first.headers["cache-control"] == "public, no-cache"
    again = anyone.get("/v1/site", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    assert anyone.get("/v1/site", headers={"If-None-Match": '"other"'}).body == first.body


def test_another_province_needs_another_folder_alone(service, anyone):
    ours = anyone.get("/v1/site")
    service.stop_api()
    service.start_api(MOTCUA_SITE_DIR=SAMPLES / "second-site")
    try:
        theirs = anyone.copy().get("/v1/site")
        assert theirs.json["name"] == {"vi": "Cửa chung Tỉnh Hoa Sim", "en": "Shared door, Hoa Sim Province"}
        assert theirs.json["theme"] != ours.json["theme"] and theirs.json["contacts"] != ours.json["contacts"]
        # The folder names two carriers; a secret is shared with one of them alone.
        assert [carrier["code"] for carrier in theirs.json["carriers"]] == ["demo"]
        assert theirs.json["carriers"][0]["name"]["vi"] == "Bưu chính mô phỏng của Hoa Sim"
        assert theirs.headers["etag"] != ours.headers["etag"]
    finally:
        service.stop_api()
        service.start_api()


def test_without_an_account_no_transfer_is_offered(service, anyone):
    service.stop_api()
    service.start_api(MOTCUA_BANK_ACCOUNT="")
    try:
        assert [method["code"] for method in anyone.copy().get("/v1/site").json["payment_methods"]] == ["cash"]
    finally:
        service.stop_api()
        service.start_api()


def test_a_carrier_that_the_site_does_not_name_takes_no_letter(service, people, anyone, tmp_path):
    folder = shutil.copytree(SAMPLES / "site", tmp_path / "site")
    (folder / "site.json").write_text(json.dumps(document(folder) | {"carriers": []}), encoding="utf-8")
    service.stop_api()
    service.start_api(MOTCUA_SITE_DIR=folder)
    try:
        assert anyone.copy().get("/v1/site").json["carriers"] == []
        refused = people.officer.copy().post(f"/v1/dossiers/{uuid.uuid4()}/shipments", {"carrier": "demo"}, key=True)
        assert refused.status == 422 and refused.pointers == {"/carrier": "carrier"}
    finally:
        service.stop_api()
        service.start_api()


@pytest.fixture()
def broken(tmp_path):
    return shutil.copytree(SAMPLES / "site", tmp_path / "site")


@pytest.mark.parametrize("command", ["check", "serve", "work"])
@pytest.mark.parametrize("spoil, said", [
    (lambda folder: (folder / "logo.svg").unlink(), "/logo.svg: No such file or directory"),
    (lambda folder: (folder / "logo.svg").write_text("no image"), "/logo.svg: this is no SVG image"),
    (lambda folder: (folder / "site.json").write_text("{"), "/site.json: "),
    (lambda folder: (folder / "site.json").write_text(json.dumps(document(folder) | {"origins": ["*"]})),
     "/site.json: /origins/0: "),
    (shutil.rmtree, "/site.json: No such file or directory")])
def test_a_broken_folder_is_refused_in_one_line(service, broken, command, spoil, said):
    spoil(broken)
    done = subprocess.run([binary(), command], env=service.environment("system", MOTCUA_SITE_DIR=broken), text=True,
                          capture_output=True, timeout=60)
    assert done.returncode == 1 and done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == 1 and lines[0].startswith(f"motcua {command}: ") and f"{broken}{said}" in lines[0], done.stderr


def test_check_takes_both_samples(service):
    for name in ("site", "second-site"):
        done = subprocess.run([binary(), "check"], env=service.environment("system", MOTCUA_SITE_DIR=SAMPLES / name),
                              text=True, capture_output=True)
        assert done.returncode == 0 and f"MOTCUA_SITE_DIR={SAMPLES / name}\n" in done.stdout, done.stderr
