"""The files of one box, one after the other: from paths, folders and (name, bytes) pairs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..returns.errors import InputError
from .limits import LARGEST_XML, MOST_FILES, check_size
from .result import Source

_READ = (".csv", ".tsv", ".tab", ".txt", ".xml", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".zip")
_SYSTEM = ("__macosx", ".ds_store", "thumbs.db", "desktop.ini")


@dataclass
class Item:
    """One file; `inside` is "folder" or "ZIP" when it came in one, among files that may be no data at all.

    Either `data` is there, or `problem` says why not, or `ignored` says why the file was passed over. `given` is the
    name of the pair of name and bytes that it came in, exactly as that was given.
    """

    name: str
    data: bytes = b""
    inside: str = ""
    problem: InputError | None = None
    ignored: str = ""
    given: str = ""


def items(sources: Iterable[Source]) -> Iterator[Item]:
    """Every file, each read only when its turn comes; folders in the order of their files' names.

    Of far too many files the last one is the first that is not read, with this as its problem.
    """
    for number, item in enumerate(_items(list(sources)), 1):
        # A name in an encoding of long ago cannot be written out as it is.
        item.name = item.name.encode(errors="replace").decode()
        if number > MOST_FILES:
            words = f"There are more than {MOST_FILES:,} files: neither this one nor those after it were read."
            problem = InputError(words, "Choose only the files of the return.")
            yield Item(item.name, problem=problem, given=item.given)
            return
        yield item


def _items(sources: Sequence[Source]) -> Iterator[Item]:
    paths = [str(source) for source in sources if isinstance(source, str | Path)]
    names = [Path(path).name for path in paths]
    folders = len({os.path.abspath(path) for path in paths if os.path.isdir(path)})
    seen: set[str] = set()
    for source in sources:
        if not isinstance(source, str | Path):
            yield _pair(source)
            continue
        path = Path(source)
        # Files of one name from two folders are told apart by their folders.
        name = path.name if names.count(path.name) == 1 else str(path)
        if not str(source).strip():
            yield Item("", problem=InputError("The name of a file is empty.", "Give a file or folder."))
        elif os.path.abspath(path) in seen:
            yield Item(name, ignored="Given twice: read once.")
        elif os.path.isdir(path):
            yield from _folder(path, f"{path.as_posix()}/" if folders > 1 else "")
        else:
            yield _file(path, name)
        seen.add(os.path.abspath(path))


def _pair(source: tuple[str, bytes]) -> Item:
    try:
        name, data = source
        content = data if isinstance(data, bytes) else bytes(memoryview(data))
        return Item(str(name).replace("\\", "/"), content, given=str(name))
    except (TypeError, ValueError):
        raise InputError(
            f"The input holds {type(source).__name__} where a file is wanted.", "Give paths or pairs of name and bytes."
        ) from None


def passed_over(name: str) -> str:
    """Why a file of a folder or ZIP is not read, in words; "" when it is to be read."""
    path = PurePosixPath(name)
    if any(part.lower() in _SYSTEM or part.startswith(("~$", "._")) for part in path.parts):
        return "The computer’s own file, not data: ignored."
    if path.suffix.lower() not in _READ:
        return "Not a CSV, XML or Excel file: ignored."
    return ""


def _folder(folder: Path, before: str) -> Iterator[Item]:
    paths = [Path(at) / name for at, _, names in os.walk(folder) for name in names]
    if not paths:
        yield Item(folder.name, problem=InputError("The folder is empty.", "Choose the folder that holds the files."))
    for path in sorted(paths, key=lambda path: path.relative_to(folder).as_posix()):
        name = before + path.relative_to(folder).as_posix()
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
    except ValueError:  # a zero byte in the path
        problem = InputError("This is not the name of a file.", "Check the name.")
    except OSError as error:
        problem = InputError(
            f"The file cannot be opened: {error.strerror}.", "Close it elsewhere and try again.", file=name
        )
    except InputError as error:
        problem = error
    return Item(name, problem=problem)
