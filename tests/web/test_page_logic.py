"""What the page does without a page: the tests in web/tests, run by Node."""

from __future__ import annotations

import subprocess

from bundle.places import WEB
from bundle.tools import node


def test_the_logic_of_the_page() -> None:
    done = subprocess.run([node(), "--test", "tests/"], cwd=WEB, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr
