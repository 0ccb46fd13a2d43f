"""Which encoding a text file has: what Excel and case-management systems write."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from ..returns.errors import InputError, Notice

_PIECE = 1 << 20
# Bytes that stand for no character in Windows-1252.
_UNDEFINED = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")


def find_encoding(data: bytes, file: str) -> tuple[str, str, list[Notice]]:
    """The name of the encoding, how to treat errors in it ("strict" or "replace"), and notices.

    A UTF-16 or UTF-8 mark decides; else UTF-8 if the bytes are that; else Windows-1252. Text in UTF-16 without its
    mark is recognised by the zero bytes between its letters. InputError for what is no text.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        _decodes(data, "utf-16", file)
        return "utf-16", "strict", []
    for encoding, zeros in (("utf-16-le", data[1:64:2]), ("utf-16-be", data[0:64:2])):
        if len(zeros) > 1 and not zeros.strip(b"\0"):
            _decodes(data, encoding, file)
            return encoding, "strict", []
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise _not_text(file, line)
    if data.isascii() or _is_utf8(data):
        return "utf-8-sig", "strict", []
    words = "The file is not in UTF-8 and was read as Windows-1252, which Excel writes as “CSV”."
    if undefined := sum(map(data.count, _UNDEFINED)):
        words += f" {undefined:,} bytes stand for no character there and were read as “\ufffd”."
    first = next(position for position, byte in enumerate(data) if byte > 127)
    return "cp1252", "replace", [Notice(file, data.count(b"\n", 0, first) + 1, words)]


def _pieces(data: bytes) -> Iterator[bytes]:
    """The bytes cut up, so that checking a large file does not take its size in memory again."""
    return (data[start : start + _PIECE] for start in range(0, len(data), _PIECE))


def _is_utf8(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in _pieces(data):
            decoder.decode(piece)
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _decodes(data: bytes, encoding: str, file: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for piece in _pieces(data):
            if "\0" in decoder.decode(piece):
                raise _not_text(file, None)
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        raise InputError(
            "The file is damaged: it starts as UTF-16 text and goes on as something else.",
            "Export or save it again, as “CSV UTF-8” if you can choose.",
            file=file,
        ) from None


def _not_text(file: str, line: int | None) -> InputError:
    return InputError(
        "The file is not text: it holds zero bytes.",
        "Export it again as CSV; if it was copied, the copy may be damaged.",
        file=file,
        line=line,
    )
