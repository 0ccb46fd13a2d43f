"""A small web server for the built site on this computer alone, with the headers that docs/hosting.md asks for."""

from __future__ import annotations

import re
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from .say import BuildError

HASHED = re.compile(r"-[0-9a-f]{12}\.(js|css|zip)$")


class Handler(SimpleHTTPRequestHandler):
    """The types are ours and not the operating system's: on Windows the registry may call .js text/plain."""

    extensions_map = {  # noqa: RUF012 - as the standard library declares it
        ".html": "text/html; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".zip": "application/zip",
        ".txt": "text/plain; charset=utf-8",
        "": "application/octet-stream",
    }

    def end_headers(self) -> None:
        kept = HASHED.search(self.path)
        self.send_header("Cache-Control", "public, max-age=31536000, immutable" if kept else "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of each request."""


class Server(ThreadingHTTPServer):
    """A browser that stops listening half way, because its page was closed, is no error of ours."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def server(folder: Path, port: int = 0, handler: type[Handler] = Handler) -> ThreadingHTTPServer:
    """A server of `folder` on 127.0.0.1, not yet serving; port 0 takes any that is free."""
    try:
        return Server(("127.0.0.1", port), partial(handler, directory=str(folder)))
    except OSError as error:
        raise BuildError(f"Port {port} cannot be used ({error.strerror}). Choose another with --port.") from None
