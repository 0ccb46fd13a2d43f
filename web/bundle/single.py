"""dist/check903.html: everything in one file that opens from disk, without any server.

A page from disk may fetch nothing, so the file carries what the site would fetch: its script, its style, and the large
files as base64 in script elements that no browser runs.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

from .places import SOURCES, WORK
from .say import BuildError, say
from .site import LOCK, MANIFEST, bundle, page_defines, policy_of

LARGEST = 40_000_000


def build_single(site: Path, target: Path) -> None:
    """Make the one-file edition of the built `site`, unless `target` is that already."""
    manifest = json.loads((site / MANIFEST).read_text(encoding="utf-8"))
    page = _page(site, manifest)
    if target.is_file() and target.read_bytes() == page:
        return
    target.write_bytes(page)
    say(f"The whole in one file is {target} ({len(page) / 1e6:.1f} MB)")


def _page(site: Path, manifest: dict[str, Any]) -> bytes:
    folder = WORK / "single"
    shutil.rmtree(folder, ignore_errors=True)
    assets = {role: {"file": file, **manifest["files"][str(file)]} for role, file in manifest["assets"].items()}
    sources = [SOURCES / name for name in ("app/page.js", "python/worker.js", "page.scss")]
    defines = page_defines(assets, manifest["versions"], (site / LOCK).read_text(encoding="utf-8"))
    names = bundle(sources, folder, defines, single=True)
    script, worker, style = ((folder / names[str(source)]).read_text(encoding="utf-8").strip() for source in sources)
    html = (SOURCES / "index.html").read_text(encoding="utf-8")
    html = _replaced(html, policy_of(html), single_policy(policy_of(html), script, style))
    html = _replaced(html, '<link rel="stylesheet" href="page.css">', f"<style>{style}</style>")
    html = _replaced(html, '<script type="module" src="app/page.js"></script>', "")
    carried = [
        f'<script type="text/plain" id="worker">{_base64(worker.encode())}</script>',
        f"<script>{script}</script>",
    ]
    # After the script, so that the page is there to be used while the browser reads the rest.
    for role, asset in assets.items():
        content = (site / str(asset["file"])).read_bytes()
        carried.append(f'<script type="text/plain" data-asset="{role}">{_base64(content)}</script>')
    page = _replaced(html, "</body>", "\n".join([*carried, "</body>"])).encode()
    if len(page) > LARGEST:
        raise BuildError(f"The one-file edition has {len(page):,} bytes, more than {LARGEST:,}.")
    return page


def single_policy(policy: str, script: str, style: str) -> str:
    """The site's policy with what this page has instead of an address: two hashes, and nothing to connect to."""
    wanted = {
        "script-src": f"'{_hash(script)}' 'wasm-unsafe-eval' blob:",
        "style-src": f"'{_hash(style)}'",
        "worker-src": "blob:",
        "connect-src": "'none'",
    }
    for directive, sources in wanted.items():
        policy, count = re.subn(rf"(^|; ?){directive} [^;]+", rf"\g<1>{directive} {sources}", policy)
        if count != 1:
            raise BuildError(f"The policy in index.html has no {directive}.")
    return policy


def _replaced(html: str, old: str, new: str) -> str:
    if html.count(old) != 1:
        raise BuildError(f"index.html should have “{old}” once.")
    return html.replace(old, new)


def _hash(text: str) -> str:
    return "sha256-" + _base64(hashlib.sha256(text.encode()).digest())


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
