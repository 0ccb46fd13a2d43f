"""Web servers as councils have them, each serving the site from a sub-folder with the settings that we ship for it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import pytest

from bundle.debian import install

# Where the site is on the server; not the folder that the settings are written for.
FOLDER = "tools/check903"
NAME = "intranet.test"
APACHE_MODULES = ("mpm_event", "authz_core", "dir", "mime", "headers")
SECONDS = 10


@contextmanager
def python(site: Path) -> Iterator[str]:
    """Python's own server, which knows nothing of our settings."""
    root = site.parents[len(PurePosixPath(FOLDER).parts) - 1]
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(root)]
    with running(command, port):
        yield _address(port)


@contextmanager
def nginx(site: Path) -> Iterator[str]:
    """nginx with the site's nginx.conf in a server block, its two paths changed as its first line says."""
    program = _program("nginx", "nginx")
    shipped = (site / "nginx.conf").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        block = _changed(_changed(shipped, "/srv/check903/", f"{site}/"), "location /check903/", f"location /{FOLDER}/")
        (work / "check903.conf").write_text(block, encoding="utf-8")
        (work / "empty").mkdir()
        port = free_port()
        temporary = "\n".join(
            f"{what}_temp_path {work}/{what};" for what in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (work / "nginx.conf").write_text(
            f"""{"user root;" if os.geteuid() == 0 else ""}
            daemon off; pid {work}/pid; error_log {work}/error.log; worker_processes 1; events {{ }}
            http {{ access_log off; {temporary}
                server {{ listen 127.0.0.1:{port}; root {work}/empty; include {work}/check903.conf; }} }}
            """,
            encoding="utf-8",
        )
        with running([program, "-e", str(work / "error.log"), "-c", str(work / "nginx.conf")], port):
            yield _address(port)


@contextmanager
def apache(site: Path) -> Iterator[str]:
    """Apache that knows no file type of its own and lets the site's .htaccess say what ours are."""
    program = _program("apache2", "apache2-bin")
    modules = Path("/usr/lib/apache2/modules")
    root = site.parents[len(PurePosixPath(FOLDER).parts) - 1]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        work.chmod(0o755)
        port = free_port()
        loaded = "\n".join(f"LoadModule {module}_module {modules}/mod_{module}.so" for module in APACHE_MODULES)
        (work / "types").touch()
        (work / "apache.conf").write_text(
            f"""{loaded}
            Listen 127.0.0.1:{port}
            ServerName {NAME}
            PidFile {work}/pid
            ErrorLog {work}/error.log
            TypesConfig {work}/types
            {"User www-data" if os.geteuid() == 0 else ""}
            {"Group www-data" if os.geteuid() == 0 else ""}
            DocumentRoot {root}
            <Directory {root}>
                AllowOverride FileInfo Indexes
                Require all granted
            </Directory>
            """,
            encoding="utf-8",
        )
        with running([program, "-D", "FOREGROUND", "-d", str(work), "-f", str(work / "apache.conf")], port):
            yield _address(port)


@contextmanager
def iis(site: Path) -> Iterator[str]:
    """A server that takes everything from the site's web.config, as IIS does: other file types are not found."""
    settings = WebConfig(site / "web.config")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            inside = path.removeprefix(f"/{FOLDER}/")
            name = inside or settings.document
            file = site / name
            kind = settings.type_of(name)
            hidden = path == inside or "web.config" in name.lower() or ".." in PurePosixPath(name).parts
            if hidden or kind is None or not file.is_file():
                self.send_error(404)
                return
            content = file.read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", settings.lifetime_of(name))
            for header, value in settings.headers.items():
                self.send_header(header, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield _address(server.server_port)
    finally:
        server.shutdown()
        server.server_close()


class WebConfig:
    """The part of IIS that a web.config of static content speaks to."""

    def __init__(self, path: Path) -> None:
        root = ElementTree.parse(path).getroot()
        server = root.find("system.webServer")
        assert server is not None
        self.types = {
            found.attrib["fileExtension"]: found.attrib["mimeType"]
            for found in server.iterfind("staticContent/mimeMap")
        }
        self.headers = {
            found.attrib["name"]: found.attrib["value"] for found in server.iterfind("httpProtocol/customHeaders/add")
        }
        (document,) = server.iterfind("defaultDocument/files/add")
        self.document = document.attrib["value"]
        self._lifetime = _lifetime(server)
        self._lifetimes = {
            location.attrib["path"]: _lifetime(location.find("system.webServer"))
            for location in root.iterfind("location")
        }

    def type_of(self, name: str) -> str | None:
        """None for a file type that is not mapped, of which IIS says that there is no such file."""
        extension = PurePosixPath(name).suffix
        return "application/octet-stream" if extension == ".wasm" else self.types.get(extension)

    def lifetime_of(self, name: str) -> str:
        return self._lifetimes.get(name, self._lifetime)


def _lifetime(server: ElementTree.Element | None) -> str:
    cache = server.find("staticContent/clientCache") if server is not None else None
    assert cache is not None
    if cache.attrib["cacheControlMode"] == "DisableCache":
        return "no-cache"
    days, rest = cache.attrib["cacheControlMaxAge"].split(".")
    hours, minutes, seconds = (int(part) for part in rest.split(":"))
    return f"{cache.get('cacheControlCustom')}, max-age={((int(days) * 24 + hours) * 60 + minutes) * 60 + seconds}"


SERVERS = {"Python": python, "nginx": nginx, "Apache": apache, "IIS": iis}


def _changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new)


def _program(name: str, package: str) -> str:
    """The path of a server's program; Debian's package of it is installed where that may be done."""
    places = f"{os.environ.get('PATH', '')}:/usr/sbin"
    path = shutil.which(name, path=places) or (install(package) and shutil.which(name, path=places))
    if not path:
        pytest.skip(f"{name} is not installed (Debian: apt-get install {package})")
    return str(path)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _address(port: int) -> str:
    # A name that is not this computer's own: what browsers give only to secure pages they withhold here.
    return f"http://{NAME}:{port}/{FOLDER}/"


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    """A server's command, running and listening on the port; when it fails, what it said."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
        try:
            give_up = time.monotonic() + SECONDS
            while not _listens(port):
                said.seek(0)
                assert process.poll() is None, said.read().decode()
                assert time.monotonic() < give_up, f"{command[0]} does not listen"
                time.sleep(0.05)
            yield
        finally:
            process.terminate()
            process.wait(timeout=SECONDS)


def _listens(port: int) -> bool:
    with socket.socket() as knock:
        return knock.connect_ex(("127.0.0.1", port)) == 0


def hashed(name: str) -> bool:
    """Whether the name of a file holds the hash of its content."""
    return re.search(r"-[0-9a-f]{12}\.\w+$", name) is not None
