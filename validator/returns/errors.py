"""What goes wrong with input: the one exception that leaves the engine, and the notes made while reading."""

from __future__ import annotations

from dataclasses import dataclass


class InputError(Exception):
    """Input that cannot be used, in one sentence for the person who supplied it.

    `problem` says what is wrong and `remedy` what was expected or what to do; both are whole sentences.
    `file`, `line` (counted as a spreadsheet does, from 1) and `column` say where, as far as it is known.
    """

    def __init__(
        self, problem: str, remedy: str = "", *, file: str = "", line: int | None = None, column: str = ""
    ) -> None:
        self.problem = problem
        self.remedy = remedy
        self.file = file
        self.line = line
        self.column = column
        super().__init__(str(self))

    @property
    def place(self) -> str:
        """Where it is: "episodes.csv, line 14, column DECOM"; empty when unknown."""
        line = f"line {self.line}" if self.line is not None else ""
        column = f"column {self.column}" if self.column else ""
        return ", ".join(part for part in (self.file, line, column) if part)

    def __str__(self) -> str:
        sentence = f"{self.problem} {self.remedy}".strip()
        return f"{self.place}: {sentence}" if self.place else sentence


@dataclass(frozen=True)
class Notice:
    """Something that reading changed or ignored: where, and in words what was read as what. `file` is "" for what is
    said of the return as a whole."""

    file: str
    line: int | None
    message: str

    def __str__(self) -> str:
        line = f", line {self.line}" if self.line is not None else ""
        return f"{self.file}{line}: {self.message}" if self.file else self.message
