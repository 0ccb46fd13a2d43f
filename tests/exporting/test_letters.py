"""Letters: what they say, that they are harmless whatever stands in the files, and the command that writes them."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.results.samples import FORMULA, IMAGE, LINK, checked
from validator.checking.report import Report
from validator.cli.command import main
from validator.exporting.letters import letters
from validator.results.groups import Grouping, by_social_worker, groups, read_grouping
from validator.returns.errors import InputError
from validator.returns.rows import Return


@pytest.fixture(scope="module")
def made() -> tuple[Return, Report]:
    return checked()


class Page(HTMLParser):
    """The elements and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_one_letter_for_each_social_worker(made: tuple[Return, Report]) -> None:
    files = letters(*made, by_social_worker(made[0]))
    # The latest social worker of child 1 is AB2; child 3 has none with a date, and a row has no child.
    assert next(iter(files)) == "letter-Social-worker-AB2.html"
    assert list(files)[-1] == "letter-No-social-worker-known.html"
    assert len(files) == 3


def test_every_issue_is_in_one_letter(made: tuple[Return, Report]) -> None:
    r, report = made
    grouping = by_social_worker(r)
    found = groups(report, grouping)
    positions = [position for group in found for child in group["children"] for position in child["issues"]]
    assert sorted(positions) == list(range(len(report.issues)))
    text = b"".join(letters(r, report, grouping, "text").values()).decode()
    assert text.count("What the record says now: ") == len(report.issues)


def test_it_says_what_the_record_says_in_words(made: tuple[Return, Report]) -> None:
    text = letters(*made, by_social_worker(made[0]), "text")["letter-Social-worker-AB2.txt"].decode("utf-8-sig")
    assert "  - Placement type: K2 (Children's home under children's homes regulations)\r\n" in text
    assert "  - Date episode ceased: (blank)\r\n" in text
    assert "Enter “Date episode ceased” and “Reason episode ceased” to close this episode" in text
    assert "UN2: " in text
    assert not re.search(r"\b(DECOM|DEC|REC|PLACE_PROVIDER|SW_DECOM)\b", text)
    assert "return on looked-after children (SSDA903) of Manchester for 2025 to 2026 found 10 issues" in text


@pytest.mark.parametrize("form", ["html", "text"])
def test_both_forms_say_the_same(made: tuple[Return, Report], form: str) -> None:
    r, report = made
    files = letters(r, report, by_social_worker(r), form)
    whole = " ".join(content.decode() for content in files.values())
    whole = " ".join(Page(whole).words) if form == "html" else whole
    for rule in set(report.issues["rule"]):
        assert f"{report.run[rule].title} (rule {rule})" in whole
    for value in (IMAGE, FORMULA):
        assert value in whole


def test_a_page_is_harmless_and_stands_by_itself() -> None:
    hostile = "</td><script>alert(1)</script>"
    rows = [{"CHILD": "1", "SEX": hostile, "DOB": IMAGE, "ETHNIC": LINK, "UPN": '"><style>*{}</style>\n\u202ex'}]
    r, report = checked({"Header": rows})
    grouping = Grouping("Team", "No team given", {"1": '<svg onload="x">'})
    (content,) = letters(r, report, grouping).values()
    page = Page(content.decode())
    tags = {tag for tag, _ in page.elements}
    assert tags.isdisjoint({"script", "img", "svg", "a", "iframe", "link", "object", "form", "base"})
    assert sum(tag == "style" for tag, _ in page.elements) == 1
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    assert not {"href", "src", "style", "action"} & {name for _, attributes in page.elements for name in attributes}
    words = "".join(page.words)
    assert f": {hostile}" not in words
    assert hostile in words
    assert "\u202e" not in words
    policy = next(a["content"] for _, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")
    style = content.decode().partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{digest}'"
    assert "@media print" in style


def test_file_names_are_safe_and_differ(made: tuple[Return, Report]) -> None:
    names = {"1": "../../etc/x", "2": "..\\..\\ETC\\x", "3": "é?*"}
    files = letters(*made, Grouping("", "none", names), "text")
    assert all(re.fullmatch(r"letter[-A-Za-z0-9_]*\.txt", name) for name in files)
    assert len({name.casefold() for name in files}) == 4


def test_a_file_of_groups(made: tuple[Return, Report]) -> None:
    r, report = made
    grouping = read_grouping("teams.csv", "Child;Team\r\n\r\n1.0;Nörth\r\n2;South;\r\n77;East\r\n".encode("cp1252"), r)
    assert grouping == Grouping("Team", "No team given", {"1": "Nörth", "2": "South"})
    found = groups(report, grouping)
    assert [group["name"] for group in found] == ["Team: Nörth", "Team: South", "No team given"]
    assert [child["child"] for child in found[2]["children"]] == ["", "3"]
    assert sum(group["issues"] for group in found) == len(report.issues)
    # Without headings, and with tabs.
    assert read_grouping("t.csv", b"1\tNorth\n", r) == Grouping("Group", "No group given", {"1": "North"})


@pytest.mark.parametrize(
    ("data", "words", "line"),
    [
        (b"", "The file is empty.", None),
        (b"\n \n", "The file is empty.", None),
        (b"PK\x03\x04xxxx", "damaged", None),
        (b"%PDF-1.4\0\n", "This is a PDF", None),
        (b"Child,Team\n1\n", "1 filled column", 2),
        (b"Child,Team\n1,North,x\n", "3 filled columns", 2),
        (b"Child,Team\n,North\n", "no child", 2),
        (b"1,North\n2,East\n1,South\n", "Child 1 is in two groups, “North” and “South”", 3),
        (b"Child,Team\n88,North\n", "None of the children in this file is in the return.", None),
        (b'Child,Team\n1,"North\n', "A quotation mark opens a value here", 2),
    ],
)
def test_bad_files_of_groups(made: tuple[Return, Report], data: bytes, words: str, line: int | None) -> None:
    with pytest.raises(InputError) as error:
        read_grouping("teams.csv", data, made[0])
    assert words in error.value.problem
    assert (error.value.file, error.value.line) == ("teams.csv", line)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "header.csv"
    source.write_text("CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n1,M,x,WBRI,UN1,,\n2,M,y,WBRI,UN1,,\n")
    teams = tmp_path / "teams.csv"
    teams.write_text("CHILD,Team\n1,North\n")
    out = tmp_path / "a" / "letters"
    options = [str(source), "--year", "2025-26", "--authority", "Manchester", "--rule", "102", "-o", str(out)]
    assert main(["letters", *options, "--groups", str(teams), "--format", "text"]) == 0
    assert {path.name for path in out.iterdir()} == {"letter-Team-North.txt", "letter-No-team-given.txt"}
    assert "  - Date of birth: x\r\n" in (out / "letter-Team-North.txt").read_bytes().decode()
    assert f"2 letters written to {out}." in capsys.readouterr().out
    assert main(["letters", *options, "--groups", str(tmp_path / "none.csv")]) == 2
    assert "none.csv: The file cannot be opened: No such file or directory." in capsys.readouterr().err
    assert main(["letters", *options[:-1], str(source)]) == 2
    assert "header.csv cannot be a folder: a file is in its place." in capsys.readouterr().err
