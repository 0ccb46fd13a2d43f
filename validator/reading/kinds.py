"""What a file is, by its first bytes and not by its name."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath

from ..returns.errors import InputError

_SAVE_AS = "Open it in a spreadsheet and save each table as “CSV UTF-8”, or as .xlsx."
_EXPORT = "Export the return from the case-management system as CSV, XML or Excel."

_FOREIGN = (
    (b"%PDF", "a PDF", _EXPORT),
    (b"\x89PNG", "a picture (PNG)", _EXPORT),
    (b"\xff\xd8\xff", "a picture (JPEG)", _EXPORT),
    (b"GIF8", "a picture (GIF)", _EXPORT),
    (b"BM", "a picture (BMP)", _EXPORT),
    (b"MZ", "a Windows program", _EXPORT),
    (b"\x7fELF", "a program", _EXPORT),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it first, or pack it as ZIP."),
    (b"Rar!", "a RAR archive", "Unpack it first, or pack it as ZIP."),
    (b"{\\rtf", "a text document (RTF)", _EXPORT),
    (b"SQLite format 3", "a database", _EXPORT),
    (b"PAR1", "a Parquet file", _EXPORT),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def find_kind(name: str, data: bytes) -> str:
    """CSV, XML, Excel or ZIP. InputError, naming what the file is, for anything else and for an empty file."""
    if not data[:4096].strip() and not data.strip():
        raise empty()
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _zipped(name, data)
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise InputError("This workbook is protected by a password.", "Save it without the password and try again.")
        return "Excel"
    start = _start(data)
    if start.startswith(("<!doctype html", "<html", "<table")):
        raise foreign(name, "a web page", _SAVE_AS)
    if start.startswith("<"):
        return "XML"
    if start.startswith(('{"', "[{", "[[")):
        raise foreign(name, "a JSON file", _EXPORT)
    for magic, what, remedy in _FOREIGN:
        # Two letters may be the start of a heading; a program or picture has bytes that are no text soon after.
        if data.startswith(magic) and (len(magic) > 2 or b"\0" in data[:64] or magic[0] < 32):
            raise foreign(name, what, remedy)
    return "CSV"


def empty() -> InputError:
    """The error for a file in which there is nothing."""
    return InputError("The file is empty.", "Export it again; a table without rows still has its headings.")


def foreign(name: str, what: str, remedy: str) -> InputError:
    """The error for a file of another kind than its name says, or than can be read."""
    ending = PurePosixPath(name).suffix.lower()
    expected = {".csv": "a CSV", ".xml": "an XML file", ".xlsx": "an Excel workbook", ".xls": "an Excel workbook"}
    problem = f"This is {what}, not {expected[ending]}." if ending in expected else f"This is {what}."
    return InputError(problem, remedy)


def _start(data: bytes) -> str:
    """The first letters of a text, in lower case, without a byte-order mark and blanks."""
    head = data[:400]
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return head.decode(encoding, errors="replace").lstrip().lower()


def _zipped(name: str, data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = set(archive.namelist())
    except Exception:
        raise InputError(
            "The file is damaged: it starts as a ZIP or workbook and cannot be opened.", "Copy or export it again."
        ) from None
    if "xl/workbook.xml" in members:
        return "Excel"
    if "xl/workbook.bin" in members:
        raise foreign(name, "an Excel binary workbook (.xlsb)", "Save it as .xlsx and try again.")
    if "content.xml" in members:
        raise foreign(name, "an OpenDocument file", "Save it as .xlsx, or each sheet as “CSV UTF-8”.")
    if "word/document.xml" in members:
        raise foreign(name, "a Word document", _EXPORT)
    if "[Content_Types].xml" in members:
        raise foreign(name, "an Office document that holds no sheets", _EXPORT)
    return "ZIP"
