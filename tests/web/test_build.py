"""The build and what it makes: verified parts, an exact lock, the same bytes again, and a site that starts anywhere."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import build
from bundle import kept, parts, places, tools
from bundle import site as site_module
from bundle.say import BuildError, run
from bundle.single import build_single, single_policy

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def manifest(site: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((site / "manifest.json").read_text(encoding="utf-8"))
    return found


def asset(site: Path, manifest: dict[str, Any], role: str) -> Path:
    return site / manifest["assets"][role]


# -- parts


@pytest.fixture
def own_cache(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the cache that may be spoilt."""
    store = tmp_path / "cache" / "parts"
    shutil.copytree(places.cache() / "parts", store)
    monkeypatch.setenv("CHECK903_CACHE", str(tmp_path / "cache"))
    return store


def test_an_altered_part_stops_the_build_with_its_name_and_both_hashes(
    own_cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    six = next(part for part in parts.locked_parts() if part.name == "six")
    altered = (own_cache / six.file).read_bytes()[:-1] + b"!"
    (own_cache / six.file).write_bytes(altered)
    monkeypatch.setattr(tools, "set_up", lambda: None)
    monkeypatch.setattr(sys, "argv", ["build.py"])
    assert build.main() == 1
    said = capsys.readouterr().err
    assert "The part six is not what was published" in said
    assert six.sha256 in said
    assert hashlib.sha256(altered).hexdigest() in said


@pytest.mark.parametrize("name", [part.name for part in parts.INDEX_PARTS])
def test_the_parts_from_the_package_index_are_checked_too(own_cache: Path, name: str) -> None:
    part = next(part for part in parts.INDEX_PARTS if part.name == name)
    (own_cache / part.file).write_bytes(b"something else")
    with pytest.raises(BuildError, match=f"The part {name} is not what was published"):
        parts.parts()


def test_wheels_are_taken_from_a_folder_that_is_named(own_cache: Path, tmp_path: Path) -> None:
    six = next(part for part in parts.locked_parts() if part.name == "six")
    folder = tmp_path / "pyodide"
    folder.mkdir()
    shutil.move(own_cache / six.file, folder / six.file)
    assert parts.parts(folder)["six"].read_bytes() == (folder / six.file).read_bytes()


def test_an_altered_wheel_in_that_folder_is_not_taken(own_cache: Path, tmp_path: Path) -> None:
    six = next(part for part in parts.locked_parts() if part.name == "six")
    (own_cache / six.file).unlink()
    (tmp_path / six.file).write_bytes(b"something else")
    with pytest.raises(BuildError, match="The part six is not what was published"):
        parts.parts(tmp_path)
    assert not (own_cache / six.file).exists()


# -- the build


def test_a_build_from_scratch_gives_the_same_bytes_and_a_second_one_does_nothing(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    into(tmp_path, monkeypatch)
    first = site_module.build_site()
    assert "Compiling pandas" in capsys.readouterr().out
    assert (first / "manifest.json").read_bytes() == (site / "manifest.json").read_bytes()
    made = {path: path.stat().st_mtime_ns for path in first.rglob("*")}
    second = site_module.build_site()
    assert capsys.readouterr().out.startswith("The site is up to date")
    assert {path: path.stat().st_mtime_ns for path in second.rglob("*")} == made
    # Spoilt output is made again, without compiling anything again.
    (second / "index.html").write_text("spoilt")
    site_module.build_site()
    assert "Compiling" not in capsys.readouterr().out
    assert site_module.altered(second) == []


def into(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build in this folder and not in the project's."""
    monkeypatch.setattr(kept, "WORK", folder / "work")
    monkeypatch.setattr(site_module, "WORK", folder / "work")
    monkeypatch.setattr(site_module, "SITE", folder / "dist" / "site")


# -- the site's files


def test_every_file_is_in_the_manifest_and_as_it_says(site: Path, manifest: dict[str, Any]) -> None:
    assert site_module.altered(site) == []
    assert set(manifest["assets"].values()) < set(manifest["files"])
    spoilt = site.parent / "spoilt"
    shutil.rmtree(spoilt, ignore_errors=True)
    shutil.copytree(site, spoilt)
    (spoilt / "more.txt").write_text("more")
    (spoilt / "index.html").write_text("other")
    (spoilt / "pyodide-lock.json").unlink()
    assert site_module.altered(spoilt) == ["index.html", "more.txt", "pyodide-lock.json"]
    shutil.rmtree(spoilt)


def test_only_ordinary_file_types_are_shipped(site: Path) -> None:
    names = [path.name for path in site.rglob("*") if path.is_file()]
    ordinary = {".html", ".css", ".js", ".json", ".zip", ".txt"}
    assert {Path(name).suffix for name in names} - ordinary == {".conf", ".config", ""}
    assert [name for name in names if Path(name).suffix == ""] == [".htaccess"]
    page = (site / "index.html").read_text(encoding="utf-8")
    assert not re.search(r'(src|href)="/', page)


def test_the_servers_are_told_the_pages_own_policy(site: Path) -> None:
    page = (site / "index.html").read_text(encoding="utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    for name in ("web.config", ".htaccess", "nginx.conf"):
        assert f"{policy[1]}; frame-ancestors 'self'" in (site / name).read_text(encoding="utf-8")


def test_the_policies_allow_what_is_needed_and_nothing_else(site: Path) -> None:
    policy = site_module.policy_of((site / "index.html").read_text(encoding="utf-8"))
    allowed = directives(policy)
    assert allowed == {
        "default-src": "'none'",
        "script-src": "'self' 'wasm-unsafe-eval'",
        "worker-src": "'self' blob:",
        "connect-src": "'self'",
        "style-src": "'self'",
        "img-src": "data:",
        "font-src": "'none'",
        "form-action": "'none'",
        "base-uri": "'none'",
    }
    # A page from disk names no place but itself: there, 'self' would be every file that the computer can reach.
    single = directives(single_policy(policy, "script", "style"))
    assert single.keys() == allowed.keys()
    assert not any("'self'" in sources or "/" in re.sub("sha256-[^']+", "", sources) for sources in single.values())
    assert single["connect-src"] == single["default-src"] == "'none'"


def directives(policy: str) -> dict[str, str]:
    return {name: sources for name, _, sources in (part.strip().partition(" ") for part in policy.split(";"))}


def test_what_goes_over_the_wire_is_small(site: Path, manifest: dict[str, Any]) -> None:
    names = [name for name in manifest["files"] if name.endswith((".html", ".css", ".js", ".zip"))]
    sizes = {name: len(gzip.compress((site / name).read_bytes())) for name in names}
    postcodes = sizes.pop(manifest["assets"]["postcodes"])
    assert sum(sizes.values()) < 16_000_000
    assert postcodes < 10_000_000


def test_commands_generators_and_benchmarks_are_not_in_the_bundle(site: Path, manifest: dict[str, Any]) -> None:
    own = members(asset(site, manifest, "check903"))
    (shipped,) = (zipfile.ZipFile(io.BytesIO(content)).namelist() for content in own.values())
    assert not [name for name in shipped if name.startswith("dev/") or "bench" in Path(name).name]
    assert not [name for name in shipped if name.startswith(("validator/cli/", "validator/__main__"))]
    assert "validator/places/postcodes_build.pyc" not in shipped
    assert "validator/places/postcodes.pyc" in shipped
    assert "validator/data/demo_profiles.jsonl" in shipped


def test_the_lock_lists_exactly_what_is_shipped(site: Path, manifest: dict[str, Any]) -> None:
    lock = json.loads((site / "pyodide-lock.json").read_text(encoding="utf-8"))
    shipped = {**members(asset(site, manifest, "packages")), **members(asset(site, manifest, "check903"))}
    locked = {entry["file_name"]: entry["sha256"] for entry in lock["packages"].values()}
    assert locked == {name: hashlib.sha256(content).hexdigest() for name, content in shipped.items()}
    assert {"check903", "pandas", "numpy", "python-calamine", "xlsxwriter", "defusedxml"} <= set(lock["packages"])
    for entry in lock["packages"].values():
        assert set(entry["depends"]) <= set(lock["packages"])
    own = zipfile.ZipFile(io.BytesIO(shipped[lock["packages"]["check903"]["file_name"]])).namelist()
    assert "validator/data/postcodes.bin" not in own
    assert "validator/data/tables.toml" in own
    for content in shipped.values():
        assert not [name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if name.endswith(".py")]


def test_licences_and_bill_of_materials_name_everything_inside(site: Path, manifest: dict[str, Any]) -> None:
    bill = json.loads((site / "sbom.json").read_text(encoding="utf-8"))
    named = {component["name"]: component["version"] for component in bill["components"]}
    assert {**named, "check903": manifest["version"]}.items() >= manifest["packages"].items()
    assert {"pyodide", "python", "preact", "htm", "comlink", "govuk-frontend"} <= set(named)
    for name in (*named, "check903"):
        assert "copyright" in (site / "licences" / f"{name}.txt").read_text(encoding="utf-8").lower(), name


PROGRAM = """
import hashlib
import itertools
import json
from importlib.metadata import version
from rules.registry import in_force
from validator import Collection, validate
from validator.checking.check import make_return
from validator.exporting.model import write_model
from validator.insight import history
from validator.insight.model import keys
from validator.reading import read
from validator.returns.tables import YEARS
from validator.sample import sample

made = sample(30, 1, YEARS[-1], 0.4)
now, last = read(list(made.this_year.items()), YEARS[-1]), read(list(made.last_year.items()), YEARS[-1], last=True)
# The numbers of children are drawn by chance.
keys.secrets.randbits = lambda bits, count=itertools.count(): next(count)
model = write_model(history(make_return(Collection(YEARS[-1], "Manchester"), now.tables, last.tables)), with_ids=True)

header = b"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\\n1,X,01/01/2030,ZZZZ,,,\\n1,M,,WBRI,,,\\n"
report = validate(Collection(YEARS[-1], "Manchester"), [("header.csv", header)])
print(json.dumps({
    "versions": [version(name) for name in ("check903", "pandas", "numpy")],
    "rules": {code: [rule.message, rule.fix] for code, rule in in_force(YEARS[-1]).items()},
    "issues": report.issues.drop(columns="message").astype(str).values.tolist(),
    "crashed": dict(report.crashed),
    "model": {name: hashlib.sha256(content).hexdigest() for name, content in model.items()},
}))
"""


def test_pyodides_own_loader_takes_the_packages_and_they_check_a_return(
    site: Path, manifest: dict[str, Any], tmp_path: Path
) -> None:
    for role in ("python", "packages", "check903"):
        for name, content in members(asset(site, manifest, role)).items():
            (tmp_path / name).write_bytes(content)
    shutil.copyfile(site / "pyodide-lock.json", tmp_path / "pyodide-lock.json")
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    in_node: list[str | Path] = [tools.node(), ROOT / "tests/web/run_bundle.mjs", places.PYODIDE, tmp_path, program]
    in_python: list[str | Path] = [sys.executable, program]
    in_bundle, native = (json.loads(run(words, "Running a check")) for words in (in_node, in_python))
    assert in_bundle["versions"] == native["versions"]
    assert in_bundle["issues"] == native["issues"] != []
    assert in_bundle["crashed"] == {}
    # The integers that numpy takes where nothing is said have 32 bits there.
    assert in_bundle["model"] == native["model"] != {}
    # A rule's docstring is its message: stripped by the compiler, every rule would be mute.
    assert in_bundle["rules"] == native["rules"] != {}


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_our_own_sha256_is_sha256() -> None:
    program = """
        import { sha256Here } from "./web/src/site/sha256.js";
        const bytes = new Uint8Array(100_000).map((_, index) => (index * index) >> 3);
        const lengths = [0, 1, 55, 56, 63, 64, 65, 119, 120, 99_999];
        for (const length of lengths) console.log(sha256Here(bytes.subarray(0, length)));
    """
    command = [tools.node(), "--input-type=module", "--eval", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    content = bytes((index * index >> 3) & 255 for index in range(100_000))
    lengths = (0, 1, 55, 56, 63, 64, 65, 119, 120, 99_999)
    assert done.stdout.split() == [hashlib.sha256(content[:length]).hexdigest() for length in lengths]


# -- the site in a browser


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder on Python's plain web server; gives its address."""
    command = [sys.executable, "-u", "-m", "http.server", "--bind", "127.0.0.1", "--directory", str(folder), "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout
        port = re.search(r"port (\d+)", process.stdout.readline())
        assert port
        try:
            yield f"http://127.0.0.1:{port[1]}/"
        finally:
            process.terminate()


@pytest.fixture
def copied(site: Path, tmp_path: Path) -> Path:
    """A copy of the site in a sub-folder that may be spoilt."""
    return Path(shutil.copytree(site, tmp_path / "intranet" / "check 903"))


def until_ready(page: Any) -> None:
    """Wait until Python and the rules are there."""
    page.get_by_text("The checker is ready.").wait_for()


def test_the_site_starts_in_a_sub_folder_of_a_plain_web_server(browser: Any, copied: Path) -> None:
    with served(copied.parent) as address:
        page = browser.new_page()
        asked: list[str] = []
        answers: dict[str, int] = {}
        complaints: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("response", lambda response: answers.update({response.url: response.status}))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{address}check%20903/")
        until_ready(page)
        page.close()
    manifest = json.loads((copied / "manifest.json").read_text(encoding="utf-8"))
    fetched = {url for url in asked if url.startswith("http")}
    assert {url for url in fetched if not url.startswith(f"{address}check%20903/")} == set()
    assert {name for name in (url.rsplit("/", 1)[1] for url in fetched) if name} <= set(manifest["files"])
    assert {url for url, status in answers.items() if url.startswith("http") and status != 200} == set()
    for role in ("interpreter", "python", "packages", "check903"):
        assert any(url.endswith(manifest["assets"][role]) for url in fetched)
    assert complaints == []


def test_the_site_starts_where_the_browser_withholds_its_cryptography(launch: Callable[..., Any], copied: Path) -> None:
    """A plain http address that is not this computer's own, as on an intranet: no crypto.subtle, no service worker."""
    intranet = launch("--host-resolver-rules=MAP intranet.test 127.0.0.1")
    with served(copied.parent) as address:
        page = intranet.new_page()
        page.goto(address.replace("127.0.0.1", "intranet.test") + "check%20903/index.html")
        assert page.evaluate("isSecureContext") is False
        until_ready(page)
    intranet.close()


@pytest.mark.parametrize("role", ["interpreter", "python", "packages", "check903"])
def test_a_missing_file_is_named(browser: Any, copied: Path, manifest: dict[str, Any], role: str) -> None:
    asset(copied, manifest, role).unlink()
    told = what_the_page_says(browser, copied)
    assert f"The file {manifest['assets'][role]} could not be fetched: the server answered 404" in told


@pytest.mark.parametrize(("change", "words"), [(1, "its content differs"), (-1, "bytes instead of")])
def test_an_altered_file_is_named(
    browser: Any, copied: Path, manifest: dict[str, Any], change: int, words: str
) -> None:
    path = asset(copied, manifest, "packages")
    content = path.read_bytes()
    path.write_bytes(content[:-1] if change < 0 else content[:-1] + bytes([content[-1] ^ 1]))
    told = what_the_page_says(browser, copied)
    assert f"The file {path.name} is not as it was published" in told
    assert words in told


def what_the_page_says(browser: Any, folder: Path) -> str:
    """The page's own words once its start has failed."""
    with served(folder.parent) as address:
        page = browser.new_page()
        page.goto(f"{address}check%20903/")
        alert = page.get_by_text(re.compile(r"The file \S+ (could not|is not)")).first
        alert.wait_for()
        told: str = page.inner_text("main")
        page.close()
    return told


def test_the_one_file_edition_starts_from_disk_without_a_network(
    launch: Callable[..., Any], site: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "Données d’enfants à vérifier"
    folder.mkdir()
    build_single(site, folder / "check 903.html")
    assert (folder / "check 903.html").stat().st_size < 40_000_000
    (folder / "check 903.html").chmod(0o444)
    folder.chmod(0o555)
    offline = launch("--host-resolver-rules=MAP * ~NOTFOUND")
    page = offline.new_context(offline=True).new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((folder / "check 903.html").as_uri())
    until_ready(page)
    offline.close()
    folder.chmod(0o755)
    assert [url for url in asked if not url.startswith("blob:null/")] == [(folder / "check 903.html").as_uri()]
    assert complaints == []


# -- the command


def test_an_unknown_word_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["build.py", "serve", "--fast"])
    with pytest.raises(SystemExit):
        build.main()
    assert "“--fast” is not understood" in capsys.readouterr().err
