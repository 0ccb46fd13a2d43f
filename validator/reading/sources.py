"""The files of one box, one after the other: from paths, folders and (name, bytes) pairs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..errors import InputError
from .limits import LARGEST_XML, MOST_FILES, check_size
from .result import Source

_READ = (".csv", ".tsv", ".tab", ".txt", ".xml", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".zip")
_SYSTEM = ("__macosx", ".ds_store", "thumbs.db", "desktop.ini")


@dataclass
class Item:
    """One file; `inside` is "folder" or "ZIP" when it came in one, among files that may be no data at all.

    Either `data` is there, or `problem` says why not, or `ignored` says why the file was passed over.
    """

    name: str
    data: bytes = b""
    inside: str = ""
    problem: InputError | None = None
    ignored: str = ""


def items(sources: Iterable[Source]) -> Iterator[Item]:
    """Every file, each read only when its turn comes; folders in the order of their files' names."""
    given = [(Path(s).name, Path(s)) if isinstance(s, str | Path) else (str(s[0]), s[1]) for s in sources]
    names = [name for name, _ in given]
    number = 0
    for name, content in given:
        if not isinstance(content, Path):
            found: Iterable[Item] = (Item(name.replace("\\", "/"), bytes(content)),)
        elif content.is_dir():
            found = _folder(content)
        else:
            # Files of one name from two folders are told apart by their folders.
            found = (_file(content, name if names.count(name) == 1 else str(content)),)
        for item in found:
            number += 1
            if number > MOST_FILES:
                raise InputError(f"There are more than {MOST_FILES:,} files.", "Choose only the files of the return.")
            yield item


def passed_over(name: str) -> str:
    """Why a file of a folder or ZIP is not read, in words; "" when it is to be read."""
    path = PurePosixPath(name)
    if any(part.lower() in _SYSTEM or part.startswith(("~$", "._")) for part in path.parts):
        return "The computer's own file, not data: ignored."
    if path.suffix.lower() not in _READ:
        return "Not a CSV, XML or Excel file: ignored."
    return ""


def _folder(folder: Path) -> Iterator[Item]:
    paths = [Path(at) / name for at, _, names in os.walk(folder) for name in names]
    if not paths:
        yield Item(folder.name, problem=InputError("The folder is empty.", "Choose the folder that holds the files."))
    for path in sorted(paths, key=lambda path: path.relative_to(folder).as_posix()):
        name = path.relative_to(folder).as_posix()
        if words := passed_over(name):
            yield Item(name, ignored=words)
        else:
            item = _file(path, name)
            item.inside = "folder"
            yield item


def _file(path: Path, name: str) -> Item:
    try:
        size = path.stat().st_size
        if size > LARGEST_XML:
            check_size("", size, name)
        return Item(name, path.read_bytes())
    except FileNotFoundError:
        problem = InputError(f"There is no file or folder “{path}”.", "Check the name.", file=name)
    except OSError as error:
        problem = InputError(
            f"The file cannot be opened: {error.strerror}.", "Close it elsewhere and try again.", file=name
        )
    except InputError as error:
        problem = error
    return Item(name, problem=problem)
