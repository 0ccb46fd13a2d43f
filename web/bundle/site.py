"""dist/site: the page, its modules and the bundle, under names that hold their hash, with a manifest of every file."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from . import inside, packages
from .archives import archive
from .kept import digest, made_once, one_at_a_time
from .packages import LIBRARY, Package
from .parts import parts, root_lock
from .places import POSTCODES, PYODIDE, ROOT, SITE, SOURCES, WEB, WORK
from .say import BuildError, run, say
from .serve import HASHED
from .tools import node

MANIFEST = "manifest.json"
LOCK = "pyodide-lock.json"
SERVICE_WORKER = "service-worker.js"
BILL = "sbom.json"
BUNDLER = Path(__file__).with_name("esbuild.mjs")
SERVER_FILES = WEB / "server"


def build_site(pyodide_from: Path | None = None) -> Path:
    """Make dist/site as the sources are now and give its path; nothing is done when it is so already."""
    with one_at_a_time():
        return _build_site(pyodide_from)


def _build_site(pyodide_from: Path | None) -> Path:
    wheels = parts(pyodide_from)
    library = packages.library()
    shipped = packages.packages(wheels)
    lock = lock_of(shipped)
    key = _key(library, shipped, lock)
    stamp = WORK / "site-stamp"
    if stamp.is_file() and stamp.read_text() == key and not altered(SITE):
        say(f"The site is up to date: {SITE}")
        return SITE
    say("Assembling the site")
    fresh = WORK / "site"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    assets = _assets(fresh, library, shipped)
    versions = _versions(shipped)
    _page(fresh, assets, versions, lock)
    _service_worker(fresh)
    (fresh / LOCK).write_text(lock, encoding="utf-8", newline="\n")
    _inside(fresh, wheels, shipped)
    _server_files(fresh)
    _manifest(fresh, assets, versions, shipped)
    stamp.unlink(missing_ok=True)
    shutil.rmtree(SITE, ignore_errors=True)
    SITE.parent.mkdir(exist_ok=True)
    shutil.move(fresh, SITE)
    stamp.write_text(key)
    say(f"The site is in {SITE} ({sum(path.stat().st_size for path in SITE.rglob('*')) / 1e6:.1f} MB)")
    return SITE


def lock_of(shipped: Sequence[Package]) -> str:
    """Pyodide's lock for exactly what is shipped, as text; the core's description is the root lock's."""
    names = {package.name for package in shipped}
    entries = {
        package.name: {
            "depends": sorted(names.intersection(package.depends)),
            "file_name": package.file,
            "imports": list(package.imports),
            "install_dir": "site",
            "name": package.name,
            "package_type": "package",
            "sha256": package.sha256,
            "unvendored_tests": False,
            "version": package.version,
        }
        for package in sorted(shipped, key=lambda package: package.name)
    }
    return json.dumps({"info": root_lock()["info"], "packages": entries}, indent=1, sort_keys=True) + "\n"


def altered(site: Path) -> list[str]:
    """The files of a built site that are missing, too many or not as its manifest says; its manifest if it has none."""
    try:
        files = json.loads((site / MANIFEST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError):
        return [MANIFEST]
    there = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()} - {MANIFEST}
    wrong = there.symmetric_difference(files)
    for name in there.intersection(files):
        content = (site / name).read_bytes()
        if len(content) != files[name]["size"] or hashlib.sha256(content).hexdigest() != files[name]["sha256"]:
            wrong.add(name)
    return sorted(wrong)


def zip_site(site: Path, target: Path) -> None:
    """The whole site as one zip file, with one folder inside."""
    members = {f"check903/{path.relative_to(site).as_posix()}": path for path in site.rglob("*") if path.is_file()}
    target.write_bytes(archive({name: path.read_bytes() for name, path in members.items()}, compress=True))


def policy_of(html: str) -> str:
    """The Content-Security-Policy that a page sets itself."""
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)
    if not policy:
        raise BuildError("index.html has no Content-Security-Policy.")
    return policy[1]


def describe(content: bytes) -> dict[str, Any]:
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def page_defines(assets: Mapping[str, Any], versions: Mapping[str, str], lock: str) -> dict[str, Any]:
    """What the page's scripts are told by the build, see `bundle`."""
    return {"ASSETS": assets, "VERSIONS": versions, "LOCK": json.dumps(json.loads(lock), sort_keys=True)}


def bundle(
    entries: Iterable[Path], target: Path, defines: Mapping[str, Any], *, single: bool = False
) -> dict[str, str]:
    """Bundle modules and stylesheets into `target`; entry's path -> file name there.

    `defines`: name in the modules -> what it stands for, as JSON has it. `single`: as the one-file edition needs them,
    see esbuild.mjs.
    """
    define = {name: json.dumps(value, sort_keys=True) for name, value in defines.items()}
    specification = {
        "entries": [str(entry) for entry in entries],
        "outdir": str(target),
        "define": define,
        "single": single,
    }
    names: dict[str, str] = json.loads(run([node(), BUNDLER, json.dumps(specification)], "Bundling the page", cwd=WEB))
    return names


def _assets(target: Path, library: bytes, shipped: Sequence[Package]) -> dict[str, Any]:
    """Write the large files; role -> {file, size, sha256}."""
    own = shipped[-1]
    contents = {
        ("interpreter", ".js"): (PYODIDE / "pyodide.asm.mjs").read_bytes(),
        ("python", ".zip"): _packed(
            "python", {"pyodide.asm.wasm": (PYODIDE / "pyodide.asm.wasm").read_bytes(), LIBRARY: library}
        ),
        ("packages", ".zip"): _packed("packages", {package.file: package.content for package in shipped[:-1]}),
        (own.name, ".zip"): _packed(own.name, {own.file: own.content}),
    }
    contents["postcodes", ".zip"] = _packed("postcodes", {POSTCODES.name: POSTCODES.read_bytes()})
    assets = {}
    for (role, extension), content in contents.items():
        described = describe(content)
        file = f"{role}-{described['sha256'][:12]}{extension}"
        (target / file).write_bytes(content)
        assets[role] = {"file": file, **described}
    return assets


def _packed(name: str, members: Mapping[str, bytes]) -> bytes:
    """The members as one compressed archive, compressed only when they change."""
    key = digest(*(part for item in sorted(members.items()) for part in (item[0].encode(), item[1])))
    return made_once("archives", name, key, lambda: archive(members, compress=True))


def _page(target: Path, assets: Mapping[str, Any], versions: Mapping[str, str], lock: str) -> None:
    """index.html, its modules and its stylesheet."""
    html = (SOURCES / "index.html").read_text(encoding="utf-8")
    referred = sorted(set(re.findall(r'(?:src|href)="([\w/-]+\.(?:js|css))"', html)))
    sources = {name: SOURCES / name.replace(".css", ".scss") for name in referred}
    for name, source in sources.items():
        if not source.is_file():
            raise BuildError(f"index.html names {name}, but there is no {source.relative_to(ROOT)}.")
    names = bundle(sources.values(), target, page_defines(assets, versions, lock))
    for name, source in sources.items():
        html = html.replace(f'="{name}"', f'="{names[str(source)]}"')
    (target / "index.html").write_text(html, encoding="utf-8", newline="\n")


def _service_worker(target: Path) -> None:
    """What keeps the page for use without a network, told which files that are; its name must stay the same."""
    files = {path.name: describe(path.read_bytes()) for path in sorted(target.iterdir())}
    release = hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()[:12]
    source = SOURCES / "site" / "service_worker.js"
    names = bundle([source], target, {"FILES": files, "RELEASE": release})
    (target / names[str(source)]).rename(target / SERVICE_WORKER)


def _versions(shipped: Sequence[Package]) -> dict[str, str]:
    """What the page says of itself: the tool's version, the day of its rules, the postcodes, and what it is made of."""
    year, month, day = packages.constant("rules/registry.py", "RULE_SET").split("-")
    reference = "validator/places/postcodes_build.py"
    of_year, of_month = packages.constant(reference, "DATE").split("-")
    pyodide = json.loads((PYODIDE / "package.json").read_text(encoding="utf-8"))["version"]
    python = root_lock()["info"]["python"]
    parts_inside = [f"{package.name} {package.version}" for package in shipped[:-1]]
    return {
        "tool": shipped[-1].version,
        "rules": f"{day}/{month}/{year}",
        "postcodes": f"ONS Postcode Directory of {of_month}/{of_year}, {packages.constant(reference, 'RELEASE')}",
        "inside": ", ".join([f"Python {python}", f"Pyodide {pyodide}", *parts_inside]),
    }


def _inside(target: Path, wheels: Mapping[str, Path], shipped: Sequence[Package]) -> None:
    """The licences of everything inside, one file each, and the bill of materials."""
    (target / "licences").mkdir()
    for name, text in inside.licences(wheels).items():
        (target / "licences" / f"{name}.txt").write_text(text, encoding="utf-8", newline="\n")
    (target / BILL).write_text(inside.bill_of_materials(shipped), encoding="utf-8", newline="\n")


def _server_files(target: Path) -> None:
    """What tells IIS, Apache and nginx the types, the headers and the lifetimes; the policy is the page's own."""
    policy = policy_of((SOURCES / "index.html").read_text(encoding="utf-8"))
    # IIS knows no patterns of names.
    year = 'cacheControlMode="UseMaxAge" cacheControlMaxAge="365.00:00:00" cacheControlCustom="immutable"'
    kept = f"<system.webServer><staticContent><clientCache {year} /></staticContent></system.webServer>"
    lifetimes = "\n".join(
        f'  <location path="{path.name}">{kept}</location>'
        for path in sorted(target.iterdir())
        if HASHED.search(path.name)
    )
    for path in sorted(SERVER_FILES.iterdir()):
        text = path.read_text(encoding="utf-8").replace("{{POLICY}}", policy).replace("{{HASHED}}", lifetimes)
        (target / path.name).write_text(text, encoding="utf-8", newline="\n")


def _manifest(target: Path, assets: Mapping[str, Any], versions: Mapping[str, str], shipped: Sequence[Package]) -> None:
    files = {
        path.relative_to(target).as_posix(): describe(path.read_bytes()) for path in target.rglob("*") if path.is_file()
    }
    manifest = {
        "version": shipped[-1].version,
        "versions": versions,
        "packages": {package.name: package.version for package in shipped},
        "assets": {role: asset["file"] for role, asset in assets.items()},
        "files": files,
    }
    (target / MANIFEST).write_text(
        json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8", newline="\n"
    )


def _key(library: bytes, shipped: Sequence[Package], lock: str) -> str:
    """Changes with anything that goes into the site."""
    found = hashlib.sha256(library + lock.encode())
    for package in shipped:
        found.update(package.content)
    folders = (SOURCES, BUNDLER.parent, SERVER_FILES, inside.LICENCES)
    read = [path for folder in folders for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    for path in (*sorted(read), WEB / "package-lock.json", ROOT / "LICENSE", POSTCODES):
        found.update(f"{path.relative_to(ROOT)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()
