"""The site on real servers, in a sub-folder, over plain http: it starts, checks a return and keeps to its policy."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from .servers import NAME, SERVERS, hashed
from .visit import Visit

WITH_OUR_SETTINGS = [name for name in SERVERS if name != "Python"]


@pytest.mark.parametrize("name", SERVERS)
def test_a_return_is_checked(intranet: Any, published: Path, files: Path, issues: bytes, name: str) -> None:
    with SERVERS[name](published) as address:
        context = intranet.new_context()
        visit = Visit(context.new_page()).open(address)
        withheld = "[isSecureContext, typeof SharedArrayBuffer, 'serviceWorker' in navigator, Boolean(crypto.subtle)]"
        assert visit.page.evaluate(withheld) == [False, "undefined", False, False]
        visit.ready()
        visit.choose(files)
        visit.check()
        assert visit.issues() == issues
        context.close()
    from_network = [url for url in visit.asked if url.startswith("http")]
    assert [url for url in from_network if not url.startswith(address)] == []
    assert {url for url in from_network if visit.answers[url].status != 200} == set()
    assert visit.complaints == []


@pytest.mark.parametrize("name", WITH_OUR_SETTINGS)
def test_every_file_of_the_site_is_sent_with_its_type_lifetime_and_headers(published: Path, name: str) -> None:
    manifest = json.loads((published / "manifest.json").read_text(encoding="utf-8"))
    page = (published / "index.html").read_text(encoding="utf-8")
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    types = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json"}
    types |= {".zip": "application/zip", ".txt": "text/plain"}
    with SERVERS[name](published) as address:
        for file in ("", "manifest.json", *manifest["files"]):
            if file in ("web.config", ".htaccess", "nginx.conf"):
                continue
            headers, content = fetched(address, file)
            assert content == (published / (file or "index.html")).read_bytes(), file
            assert headers["Content-Type"].split(";")[0] == types[Path(file or "index.html").suffix], file
            assert headers.get_all("Content-Security-Policy") == [f"{policy}; frame-ancestors 'self'"], file
            assert headers.get_all("X-Content-Type-Options") == ["nosniff"], file
            assert headers.get_all("Referrer-Policy") == ["no-referrer"], file
            (lifetime,) = headers.get_all("Cache-Control") or [""]
            if hashed(file):
                assert {"max-age=31536000", "immutable"} <= set(lifetime.split(", ")), file
            else:
                assert lifetime == "no-cache", file


def fetched(address: str, file: str) -> tuple[Any, bytes]:
    request = urllib.request.Request(address.replace(NAME, "127.0.0.1") + file)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.headers, answer.read()


def test_the_server_like_iis_refuses_what_web_config_does_not_name(published: Path) -> None:
    with SERVERS["IIS"](published) as address:
        for file in ("web.config", "nginx.conf", "page.mjs"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                fetched(address, file)
