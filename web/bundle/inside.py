"""What is inside the site that others made: their licences, and a bill of materials in CycloneDX's form."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .packages import Package
from .parts import INDEX_PARTS, locked_parts, root_lock
from .places import MODULES, ROOT, WEB

# Texts of those whose packages do not bring their own.
LICENCES = WEB / "licences"
LICENCE_FILES = re.compile(r"\.dist-info/(licenses/.*[^/]|LICEN[CS]E[^/]*|AUTHORS[^/]*)$")
EXPRESSIONS = {
    "check903": "MIT",
    "defusedxml": "PSF-2.0",
    "numpy": "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0",
    "pandas": "BSD-3-Clause",
    "python": "PSF-2.0",
    "python-calamine": "MIT",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "six": "MIT",
    "xlsxwriter": "BSD-2-Clause",
}


def node_packages() -> dict[str, dict[str, Any]]:
    """The Node packages that are bundled: name -> its package.json."""
    names = json.loads((WEB / "package.json").read_text(encoding="utf-8"))["dependencies"]
    return {name: json.loads((MODULES / name / "package.json").read_text(encoding="utf-8")) for name in sorted(names)}


def licences(wheels: Mapping[str, Path]) -> dict[str, str]:
    """Name -> licence text, of everything inside."""
    texts = {"check903": (ROOT / "LICENSE").read_text(encoding="utf-8")}
    for name, wheel in wheels.items():
        with zipfile.ZipFile(wheel) as file:
            entries = sorted(filter(LICENCE_FILES.search, file.namelist()))
            read = [f"{entry.split('.dist-info/')[1]}\n\n{file.read(entry).decode()}" for entry in entries]
        texts[name] = "\n\n".join(read)
    for name in node_packages():
        texts[name] = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted((MODULES / name).glob("LICEN*")))
    for path in LICENCES.glob("*.txt"):
        texts[path.stem] = path.read_text(encoding="utf-8")
    return {name: text for name, text in sorted(texts.items()) if text}


def bill_of_materials(shipped: Sequence[Package]) -> str:
    """CycloneDX 1.6 as JSON text: every package inside with version, licence, and the hash it was published under."""
    own = shipped[-1]
    published = {part.name: part.sha256 for part in (*locked_parts(), *INDEX_PARTS)}
    python = root_lock()["info"]["python"]
    components = [_component("generic", "python", python, EXPRESSIONS["python"])]
    for package in shipped[:-1]:
        expression = EXPRESSIONS[package.name]
        components.append(_component("pypi", package.name, package.version, expression, published[package.name]))
    for name, described in node_packages().items():
        components.append(_component("npm", name, described["version"], described["license"]))
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _component("generic", own.name, own.version, EXPRESSIONS[own.name])},
        "components": sorted(components, key=lambda component: str(component["purl"])),
    }
    return json.dumps(bill, indent=1, sort_keys=True) + "\n"


def _component(kind: str, name: str, version: str, licence: str, sha256: str = "") -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": "library",
        "name": name,
        "version": version,
        "purl": f"pkg:{kind}/{name}@{version}",
        "licenses": [{"expression": licence}],
    }
    if sha256:
        component["hashes"] = [{"alg": "SHA-256", "content": sha256}]
    return component
