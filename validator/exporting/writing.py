"""Writes what a command was asked for, to files or to the terminal; InputError when that is not possible."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from ..returns.errors import InputError


def write_file(path: Path, content: bytes) -> None:
    """Write one file, over one of the same name; InputError when that is not possible."""
    try:
        path.write_bytes(content)
    except OSError as error:
        remedy = "Choose another name or folder."
        if isinstance(error, FileNotFoundError):
            remedy = f"There is no folder {path.parent}: make it first, or choose another."
        raise InputError(f"The file {path} cannot be written: {error.strerror}.", remedy) from None


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, which is made if it is not there; names may hold folders of their own."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
    except (FileExistsError, NotADirectoryError):
        raise InputError(f"{folder} cannot be a folder: a file is in its place.", "Choose another folder.") from None
    except OSError as error:
        raise InputError(
            f"The folder {folder} cannot be written to: {error.strerror}.", "Choose another folder."
        ) from None


def tell(said: object) -> None:
    """A remark beside the output, as one line on stderr."""
    print(f"check903: {said}", file=sys.stderr)


def print_bytes(content: bytes) -> None:
    """Write to the terminal, or wherever its output goes, the bytes as they are."""
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
