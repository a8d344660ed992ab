"""One build of the clients, two site folders: what nginx serves of each province, and who may call its API (CORS)."""
import gzip
import html
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

import pytest
import yaml

from test_nginx import ROOT, Edge, assert_problem

SAMPLES = ROOT / "schema/sample"
PROVINCES = {"site": "Một cửa Tỉnh mẫu", "second-site": "Cửa chung Tỉnh Hoa Sim"}
ORIGIN = "https://app.hoasim.example"
PREFLIGHT = {"Origin": ORIGIN, "Access-Control-Request-Method": "PATCH",
             "Access-Control-Request-Headers": "authorization,if-match"}


@pytest.fixture(scope="module", params=PROVINCES)
def province(request):
    """nginx before the clients' own pages, dressed for a province."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="motcua-site-"))
    os.chmod(folder, 0o755)
    running = Edge(folder, SAMPLES / request.param, {
        app: ROOT / "clients" / client for app, client in (("portal", "portal"), ("m", "mobile"), ("desk", "desk"))})
    for listener in ("lookup", "work"):
        os.chmod(folder / f"{listener}.sock", 0o777)
    running.site = json.loads((SAMPLES / request.param / "site.json").read_text(encoding="utf-8"))
    running.name = PROVINCES[request.param]
    yield running
    running.stop()
    shutil.rmtree(folder)


def meta(page, name):
    return re.search(rf'<meta name="{name}" content="([^"]*)"', page).group(1)


@pytest.mark.parametrize("address", ["/", "/m/", "/desk/"])
def test_a_page_names_its_province_before_any_script(province, address):
    answer = province.ask("GET", address)
    page = answer.text.decode()
    assert answer.status == 200 and "{{" not in page
    assert province.name in re.search("<title>(.*?)</title>", page).group(1)
    words = page.split("<body>", 1)[1]
    assert province.name in words and province.site["contacts"]["hotline"] in words
    assert province.site["sample"]["notice"]["vi"] in words
    known = json.loads(html.unescape(meta(page, "site")))
    assert known == {name: province.site[name] for name in known} and known["name"]["vi"] == province.name
    others = set(PROVINCES.values()) - {province.name}
    assert not [other for other in others if other in page]


@pytest.mark.parametrize("address", ["/", "/m/", "/desk/"])
def test_the_notices_of_the_libraries_go_with_the_pages(province, address):
    """Their licences ask for it; at an address that is meant, and none beside it."""
    answer = province.ask("GET", f"{address}licences.json")
    assert answer.status == 200 and answer.headers["Content-Type"] == "application/json"
    notices = {package["name"]: package for package in json.loads(answer.text)}
    assert notices["preact"]["identifier"] == "MIT" and "Permission is hereby granted" in notices["preact"]["text"]
    assert all(package["text"] for package in notices.values())
    assert province.ask("GET", f"{address}.vite/license.json").status == 404


def test_what_is_sent_compressed_is_the_same(province):
    answer = province.ask("GET", "/", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.text) == province.ask("GET", "/").text


def test_the_app_is_installed_under_the_province_s_name(province):
    manifest = json.loads(province.ask("GET", "/m/app.webmanifest").text)
    assert manifest["name"] == province.name and manifest["short_name"] == province.site["mark"]["vi"]
    assert manifest["theme_color"] == province.site["theme"]["light"]["accent"]
    for icon in manifest["icons"]:
        assert province.ask("GET", icon["src"]).status == 200, icon
    worker = province.ask("GET", "/m/sw.js").text.decode()
    assert "{{" not in worker
    for file in json.loads(re.search(r'\[(?:"[^"]+",?)+\]', worker).group()):
        assert province.ask("GET", f"/m/{file}").status == 200, file


@pytest.mark.parametrize("base", ["", "/m", "/desk"])
def test_colours_and_logo_are_the_province_s(province, base):
    sheet = province.ask("GET", f"{base}/site/theme.css")
    assert sheet.headers["Content-Type"].startswith("text/css")
    for scheme in ("light", "dark"):
        for name, colour in province.site["theme"][scheme].items():
            assert f"--{name.replace('_', '-')}: {colour};" in sheet.text.decode()
    logo = province.ask("GET", f"{base}/site/logo.svg")
    assert logo.headers["Content-Type"].startswith("image/svg+xml") and b"<svg" in logo.text
    policy = logo.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "sandbox" in policy and "script" not in policy
    assert logo.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in province.ask("GET", f"{base}/").headers["Content-Security-Policy"]


def test_a_missing_logo_breaks_no_page(province):
    logo = province.web / "portal/site/logo.svg"
    logo.rename(logo.with_suffix(".away"))
    try:
        assert province.ask("GET", "/site/logo.svg").status == 404
        assert province.name in province.ask("GET", "/").text.decode()
    finally:
        logo.with_suffix(".away").rename(logo)


# ---- CORS: the first province names no origin, the second one names ORIGIN ----

def allowed(answer):
    return {name.lower() for name in answer.headers if name.lower().startswith("access-control-")}


def test_the_named_origin_may_ask(province):
    named = ORIGIN in province.site["origins"]
    answer = province.ask("OPTIONS", "/v1/dossiers/1", headers=PREFLIGHT)
    assert "Origin" in answer.headers["Vary"]
    if named:
        assert answer.status == 204 and answer.text == b""
        assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
        assert "PATCH" in answer.headers["Access-Control-Allow-Methods"]
        assert {"authorization", "if-match"} <= set(
            answer.headers["Access-Control-Allow-Headers"].lower().split(", "))
        assert "Access-Control-Allow-Credentials" not in answer.headers
    else:
        assert allowed(answer) == set()


@pytest.mark.parametrize("origin", [
    None, "null", "*", "https://elsewhere.example", "http://app.hoasim.example", "https://app.hoasim.example:444",
    "https://app.hoasim.example.evil.example", "https://app-hoasim.example", "https://xapp.hoasim.example"])
def test_no_other_origin_may(province, origin):
    for method, more in (("OPTIONS", PREFLIGHT), ("GET", {}), ("POST", {})):
        headers = {**more, "Origin": origin} if origin else {k: v for k, v in more.items() if k != "Origin"}
        answer = province.ask(method, "/v1/procedures", headers=headers)
        assert allowed(answer) == set(), (method, origin)
        assert "Origin" in answer.headers["Vary"]


def test_answers_and_problems_can_be_read_by_the_named_origin(province):
    named = ORIGIN in province.site["origins"]
    for path in ("/v1/procedures", "/v1/dossiers/1", "/openapi.json"):
        answer = province.ask("GET", path, headers={"Origin": ORIGIN})
        assert answer.status == 200 and (answer.headers.get("Access-Control-Allow-Origin") == ORIGIN) is named, path
        assert ("ETag" in answer.headers.get("Access-Control-Expose-Headers", "")) is named
    refused = province.ask("POST", "/v1/dossiers", body=b"x" * (5 * 1024 * 1024 + 1), headers={"Origin": ORIGIN})
    assert_problem(refused, 413, "body-too-large")
    assert (refused.headers.get("Access-Control-Allow-Origin") == ORIGIN) is named


def test_a_question_about_uploads_that_is_no_preflight_goes_to_the_api(province):
    answer = province.ask("OPTIONS", "/v1/uploads", headers={"Origin": ORIGIN})
    assert answer.status == 200 and b"OPTIONS /v1/uploads" in answer.text


def resolved(contract, one):
    while "$ref" in one:
        found = contract
        for part in one["$ref"][2:].split("/"):
            found = found[part.replace("~1", "/")]
        one = found
    return one


def test_headers_of_the_contract_may_be_sent_and_read():
    contract = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
    text = (ROOT / "docker/nginx/nginx.conf.in").read_text()
    sent, read = set(), set()
    for item in contract["paths"].values():
        for operation in (one for name, one in item.items() if name != "parameters"):
            parameters = map(lambda one: resolved(contract, one), item.get("parameters", []) + operation.get("parameters", []))
            sent |= {one["name"] for one in parameters if one["in"] == "header" and not one["name"].startswith("webhook-")}
            for answer in operation["responses"].values():
                read |= set(resolved(contract, answer).get("headers", {}))
    lists = [set(row.split(", ")) for row in re.findall(r'^\t\t(?:1|default) "((?:[\w-]+, )+[\w-]+)";$', text, re.M)]
    methods, may_send, may_read = lists
    assert {method.upper() for item in contract["paths"].values() for method in item if method != "parameters"} <= methods
    assert sent | {"Authorization", "Content-Type"} <= may_send
    assert read <= may_read


# ---- bad site folders ----

@pytest.mark.parametrize("spoil, said", [
    (lambda site: (site / "site.json").unlink(), "site.json"),
    (lambda site: (site / "logo.svg").unlink(), "logo.svg"),
    (lambda site: (site / "site.json").write_text("{"), "site.json: "),
    (lambda site: change(site, "origins", ["https://a.example\"; return 200"]), "/origins"),
    (lambda site: change(site, "name", {"vi": 7, "en": "x"}), "/name/vi"),
    (lambda site: change(site, "theme", {"light": {"accent": "red}"}}), "/theme/light/")])
def test_a_broken_folder_makes_no_pages(tmp_path, spoil, said):
    site = shutil.copytree(SAMPLES / "site", tmp_path / "site")
    built = tmp_path / "built"
    (built / "portal").mkdir(parents=True)
    (built / "portal/index.html").write_text("<title>{{site.name.vi}}</title>")
    spoil(site)
    done = subprocess.run([ROOT / "docker/nginx/site", site, built, tmp_path / "out"], text=True, capture_output=True)
    assert done.returncode == 1 and said in done.stderr and len(done.stderr.splitlines()) == 1, done.stderr


def change(site, member, value):
    document = json.loads((site / "site.json").read_text(encoding="utf-8"))
    (site / "site.json").write_text(json.dumps({**document, member: value}), encoding="utf-8")


def test_names_are_escaped(tmp_path):
    site = shutil.copytree(SAMPLES / "site", tmp_path / "site")
    change(site, "name", {"vi": "</title><script>\"&'", "en": "x"})
    built = tmp_path / "built"
    (built / "m").mkdir(parents=True)
    (built / "m/index.html").write_text('<title>{{site.name.vi}}</title><meta content="{{site.known}}">')
    (built / "m/app.webmanifest").write_text('{"name": "{{site.name.vi}}"}')
    subprocess.run([ROOT / "docker/nginx/site", site, built, tmp_path / "out"], check=True)
    page = (tmp_path / "out/m/index.html").read_text(encoding="utf-8")
    assert "<script>" not in page and "&lt;/title&gt;&lt;script&gt;&quot;&amp;&#x27;" in page
    assert json.loads((tmp_path / "out/m/app.webmanifest").read_text(encoding="utf-8"))["name"] == "</title><script>\"&'"
    change(site, "name", {"vi": "x", "en": "x"})
    (built / "m/index.html").write_text("{{site.colour}}")
    done = subprocess.run([ROOT / "docker/nginx/site", site, built, tmp_path / "out"], text=True, capture_output=True)
    assert done.returncode == 1 and "/colour" in done.stderr and "index.html" in done.stderr


@pytest.mark.parametrize("address, shown", [
    ("/", ["name", "mark", "province", "notice"]), ("/m/", ["mark", "notice"]), ("/desk/", ["name", "notice"])])
def test_a_browser_shows_the_province(province, tmp_path, address, shown):
    done = subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/chromium",
         "--virtual-time-budget=8000", "--dump-dom", f"http://127.0.0.1:{province.port}{address}"],
        text=True, capture_output=True, timeout=120, check=True)
    body = done.stdout.split("<body>", 1)[1]
    assert 'site/logo.svg" alt=""' in body, "no script has drawn the page"
    words = {**{name: province.site[name]["vi"] for name in ("name", "mark", "province")},
             "notice": province.site["sample"]["notice"]["vi"]}
    assert not [name for name in shown if words[name] not in body], body[:2000]
    title = re.search("<title>(.*?)</title>", done.stdout).group(1)
    assert title.endswith(province.name) or title.endswith(province.site["mark"]["vi"]), title
