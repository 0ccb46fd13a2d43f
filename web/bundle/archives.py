"""Zip files that come out the same, byte for byte, whenever and wherever they are made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

# The earliest date a zip file can hold.
DATE = (1980, 1, 1, 0, 0, 0)


def archive(members: Mapping[str, bytes], *, compress: bool) -> bytes:
    """A zip file of `members` (name -> content), in the order of their names.

    Without compression a reader takes the members as slices, with nothing to unpack.
    """
    buffer = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    with zipfile.ZipFile(buffer, "w") as file:
        for name in sorted(members):
            entry = zipfile.ZipInfo(name, DATE)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            file.writestr(entry, members[name], method, 9)
    return buffer.getvalue()
