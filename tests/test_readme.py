"""What both READMEs must hold; their code runs in tests/docs/test_blocks.py."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
READMES = (ROOT / "README.md", ROOT / "README.fr.md")


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_two_commands_and_the_licence_are_named(readme):
    text = readme.read_text(encoding="utf-8")
    assert all(word in text for word in ("make demo", "make test", "pip install levees", "LGPL-LR"))


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_links_lead_somewhere(readme):
    for target in re.findall(r"\]\(([^)#]+)\)", readme.read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target


def test_both_languages_say_the_same_of_code_and_figures():
    english, french = (path.read_text(encoding="utf-8") for path in READMES)
    figures = r"\d\d \| \d\d \| \d\d \(\d\d–\d\d\) \| \d\d \| \d\d"
    for pattern in (r"```(?:python|console|text)\n.*?```", r"^\| `\w+`", figures):
        assert re.findall(pattern, english, re.S | re.M) == re.findall(pattern, french, re.S | re.M), pattern
