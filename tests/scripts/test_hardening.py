"""What the compiler and the linker were asked to harden, as it is in the program that was built, read by binutils."""
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "build/release/motcua"


def readelf(what, *files):
    return subprocess.run(["readelf", "-W", what, *files], check=True, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL).stdout


@pytest.fixture(scope="module")
def symbols():
    return set(re.findall(r"UND (\w+)", readelf("--dyn-syms", PROGRAM)))


def test_it_lies_at_another_address_each_time():
    assert re.search(r"Type:\s+DYN \(Position-Independent", readelf("-h", PROGRAM))
    assert "PIE" in re.search(r"\(FLAGS_1\).*", readelf("-d", PROGRAM)).group()


def test_what_the_linker_fills_in_is_read_only_from_the_start():
    assert "GNU_RELRO" in readelf("-l", PROGRAM)
    dynamic = readelf("-d", PROGRAM)
    assert "BIND_NOW" in dynamic and not re.search(r"TEXTREL|RPATH|RUNPATH", dynamic)


def test_nothing_is_both_written_and_run():
    for name, flags in re.findall(r"^\s+(LOAD|GNU_STACK)\s+(?:0x\w+\s+){5}([RWE ]{3})", readelf("-l", PROGRAM), re.M):
        assert not {"W", "E"} <= set(flags), name


def test_stacks_and_buffers_are_watched(symbols):
    assert "__stack_chk_fail" in symbols
    checked = {name for name in symbols if re.fullmatch(r"__\w+_chk", name)} - {"__stack_chk_fail"}
    assert len(checked) >= 5, checked
    # a plain one would be a place where the compiler was not asked
    assert not symbols & {"sprintf", "strcpy", "strcat", "gets"}


def test_jumps_land_where_they_may_as_far_as_the_system_goes():
    """Each object of ours is marked for CET; the program is as soon as the C library's own beginnings are."""
    objects = sorted((ROOT / "build/release/CMakeFiles").rglob("*.c.o"))
    ours = [path for path in objects if "motcua_core.dir" in path.as_posix() or "motcua_api.dir" in path.as_posix()]
    assert len(ours) > 150
    for path in ours:
        assert {"IBT", "SHSTK"} <= set(re.findall(r"\b(IBT|SHSTK)\b", readelf("-n", path))), path
    beginnings = subprocess.run(["gcc", "-print-file-name=Scrt1.o"], check=True, text=True, stdout=subprocess.PIPE).stdout.strip()
    system = set(re.findall(r"\b(IBT|SHSTK)\b", readelf("-n", beginnings)))
    assert set(re.findall(r"\b(IBT|SHSTK)\b", readelf("-n", PROGRAM))) == system
