"""What Python runs in the page: the standard library, others' packages and our own, compiled, less what is not used.

Each comes out as a package file: a zip of `.pyc` modules, extension modules and data, uncompressed (the site's archives
compress them). A package is compiled again only when it, this file's choices or the compiler change.
"""

from __future__ import annotations

import ast
import gzip
import hashlib
import re
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from .archives import archive
from .kept import digest, made_once
from .parts import NOT_NEEDED, root_lock
from .places import PYODIDE, ROOT
from .say import BuildError, run, say
from .tools import node

COMPILER = Path(__file__).with_name("compile.mjs")

LIBRARY = "python_stdlib.zip"
LIBRARY_PREFIX = "/lib/python314.zip"
PACKAGES_PREFIX = "/lib/python3.14/site-packages"

OWN = ("validator", "rules")
# A rule's docstring is the message its user reads, and optimize=2 would strip it. Our code runs as it is tested.
OWN_OPTIMIZE = 0
OTHERS_OPTIMIZE = 2

# Of every package: tests, what only a compiler or a type checker reads, what only an installer reads.
DROPPED_EVERYWHERE = (
    r"(^|/)(tests?|__pycache__)/",
    r"(^|/)conftest\.py$",
    r"\.(pyi|pyx|pxd|pxi|h|c|a|o|pc|ini)$",
    r"(^|/)py\.typed$",
    r"\.dist-info/(RECORD|WHEEL|INSTALLER|REQUESTED|top_level\.txt|entry_points\.txt|zip-safe|AUTHORS.*|licenses/.*|LICEN[CS]E.*)$",
)
# What the page never imports, with the reason it cannot be needed there.
DROPPED = {
    # Programs, servers, terminals, processes, mail and Unix's databases: a browser's worker has none.
    "stdlib": (
        r"^(_pyrepl|pydoc|pydoc_data|pdb|bdb|cmd|code|rlcompleter|idlelib|turtle|turtledemo|tkinter)\b",
        r"^(multiprocessing|concurrent/futures/process|pty|tty|xmlrpc|wsgiref|socketserver|http/server)\b",
        r"^(imaplib|smtplib|poplib|ftplib|nntplib|telnetlib|mailbox|netrc|webbrowser|dbm|shelve)\b",
        r"^(unittest|doctest|profile|cProfile|pstats|trace|timeit|tabnanny|modulefinder|compileall|zipapp|pyclbr)\b",
        r"^(antigravity|this|__hello__|__phello__|wave|colorsys|ensurepip|venv|lib2to3|pickletools|sched|fileinput)\b",
        r"^(optparse|getopt|plistlib|nturl2path|symtable|filecmp)\b",
    ),
    # f2py compiles Fortran; lapack_lite and the Fourier transform are not used by pandas or by us.
    "numpy": (
        r"^numpy/(f2py|_pyinstaller|distutils)/",
        r"^numpy/linalg/lapack_lite\.",
        r"^numpy/fft/_pocketfft_umath\.",
        r"^numpy/_core/(include|lib)/",
        r"^numpy/random/(lib|_examples)/",
        r"\.(rst|md|template)$",
    ),
    # Plots and styled HTML are not made here, SAS files not read.
    "pandas": (
        r"^pandas/plotting/_matplotlib/",
        r"^pandas/io/sas/sas(7bdat|_xport|_constants)\.py$",
        r"^pandas/_libs/(sas|byteswap)\.",
        r"^pandas/io/formats/templates/",
        r"^pandas/pyproject\.toml$",
    ),
    # The postcode reference is an asset of its own, fetched behind the page's back while it is already of use; it is
    # made, and commands are given, elsewhere.
    "check903": (r"^validator/(data/postcodes|places/postcodes_build|__main__)\.", r"^validator/cli/"),
}


# pandas asks dateutil for the zone "UTC" when it is imported, and dateutil then reads all 600 zones of its archive, for
# half a second and more. Times of day are not used here; with an empty archive dateutil falls back to its own UTC.
REPLACED = {
    "python-dateutil": {
        "dateutil/zoneinfo/dateutil-zoneinfo.tar.gz": gzip.compress(bytes(tarfile.RECORDSIZE), mtime=0)
    },
}


@dataclass(frozen=True)
class Package:
    """A package as it is shipped. `file` is the name in the lock, `imports` its top-level modules."""

    name: str
    version: str
    file: str
    content: bytes
    imports: tuple[str, ...]
    depends: tuple[str, ...]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def library() -> bytes:
    """The standard library, compiled, as the zip file that Python imports it from."""
    return _compiled("stdlib", (PYODIDE / LIBRARY).read_bytes(), LIBRARY_PREFIX, OTHERS_OPTIMIZE)


def packages(wheels: Mapping[str, Path]) -> list[Package]:
    """Every package of the page, compiled: `wheels` (name -> wheel), each after what it depends on, then our own."""
    with ThreadPoolExecutor(2) as pool:
        others = list(pool.map(lambda item: _package(*item), wheels.items()))
    return [*others, own_package()]


def own_package() -> Package:
    """The engine and the rules with their data, as one package named like the project."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version = constant("validator/version.py", "__version__")
    files = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for package in OWN
        for path in sorted((ROOT / package).rglob("*"))
        if path.is_file() and path.suffix != ".pyc"
    }
    metadata = {"Metadata-Version": "2.4", "Name": project["name"], "Version": version, "License": project["license"]}
    lines = "".join(f"{field}: {value}\n" for field, value in metadata.items())
    files[f"{project['name']}-{version}.dist-info/METADATA"] = lines.encode()
    content = _compiled(project["name"], archive(files, compress=False), PACKAGES_PREFIX, OWN_OPTIMIZE)
    depends = tuple(re.split(r"[=<>~! ]", words)[0].lower() for words in project["dependencies"])
    return Package(project["name"], version, f"{project['name']}-{version}.zip", content, tuple(sorted(OWN)), depends)


def constant(file: str, name: str) -> str:
    """The text that a module of the project (a path from its root) gives to a name, read without importing it."""
    for line in ast.parse((ROOT / file).read_text(encoding="utf-8")).body:
        match line:
            case ast.Assign(targets=[ast.Name(id=found)], value=ast.Constant(value=value)) if found == name:
                return str(value)
    raise BuildError(f"{file} does not say {name}.")


def _package(name: str, wheel: Path) -> Package:
    content = _compiled(name, wheel.read_bytes(), PACKAGES_PREFIX, OTHERS_OPTIMIZE)
    with zipfile.ZipFile(wheel) as file:
        roots = {entry.split("/")[0] for entry in file.namelist()}
    imports = sorted(
        {root.removesuffix(".py") for root in roots if not root.endswith((".dist-info", ".data", ".libs"))}
    )
    version = wheel.name.split("-")[1]
    entry = root_lock()["packages"].get(name)
    needed = set(entry["depends"]) - NOT_NEEDED if entry and entry["file_name"] == wheel.name else ()
    return Package(name, version, wheel.stem + ".zip", content, tuple(imports), tuple(sorted(needed)))


def _compiled(name: str, source: bytes, prefix: str, optimize: int) -> bytes:
    """The package file made of the zip `source`; `prefix` is where its modules will be in the page's file system."""
    rules = (*DROPPED_EVERYWHERE, *DROPPED.get(name, ()))
    choices = repr(
        (name, prefix, optimize, rules, REPLACED.get(name), digest((PYODIDE / "pyodide.asm.wasm").read_bytes()))
    )
    key = digest(source, choices.encode(), COMPILER.read_bytes())

    def compiled() -> bytes:
        say(f"Compiling {name}")
        return _compile(name, source, re.compile("|".join(rules)), prefix, optimize)

    return made_once("compiled", name, key, compiled)


def _compile(name: str, source: bytes, dropped: re.Pattern[str], prefix: str, optimize: int) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder, "before"), Path(folder, "after")
        after.mkdir()
        zipped = Path(folder, "source.zip")
        zipped.write_bytes(source)
        with zipfile.ZipFile(zipped) as file:
            wanted = [entry for entry in file.namelist() if not entry.endswith("/") and not dropped.search(entry)]
            file.extractall(before, wanted)
        run([node(), COMPILER, before, after, prefix, str(optimize)], f"Compiling {name}", cwd=COMPILER.parent)
        members = {entry: before.joinpath(entry).read_bytes() for entry in wanted if not entry.endswith(".py")}
        for path in after.rglob("*.pyc"):
            members[path.relative_to(after).as_posix()] = path.read_bytes()
        return archive({**members, **REPLACED.get(name, {})}, compress=False)
