"""The code blocks of the READMEs and of docs/ run and print what they say; `make docs-examples` writes the outputs anew."""

from __future__ import annotations

import json

import pytest
import yaml

from levees.schema import forget
from tests.docs.tools import ROOT, load

blocks = load("blocks")
PAGES = [pytest.param(page, id=str(page.relative_to(ROOT))) for page in blocks.pages()]
KINDS = {"python", "console", "sh", "text", "yaml", "json", "pycon"}


@pytest.fixture(autouse=True)
def no_types_of_packs():
    yield
    forget("Layoff")


@pytest.mark.model
@pytest.mark.parametrize("page", [pytest.param(page, id=str(page.relative_to(ROOT))) for page in blocks.pages() if blocks.steps(page)])
def test_blocks_print_what_the_page_shows(page):
    for step, printed in blocks.run(page):
        if step.place is not None:
            assert blocks.agrees(step.shown, printed), f"{step.code}\n--- shown\n{step.shown}\n--- printed\n{printed}"


@pytest.mark.parametrize("page", PAGES)
def test_blocks_that_are_not_run_are_sound(page):
    assert blocks.unknown(page) == []
    for block in blocks.fences(page):
        if block["kind"] == "yaml":
            yaml.safe_load(block["body"])
        elif block["kind"] == "json":
            json.loads(block["body"])


@pytest.mark.parametrize("page", PAGES)
def test_every_block_says_what_it_is(page):
    assert {block["kind"] for block in blocks.fences(page)} <= KINDS


@pytest.mark.parametrize(("shown", "printed", "same"), [
    ("a\nb\n", "a\nb\n", True), ("a\n", "a\nb\n", False), ("a\n…\n", "a\nb\nc\n", True), ("…\nc\n", "a\nb\nc\n", True),
    ("a\n…\nc\n", "a\nc\n", True), ("…\nb\n…\n", "a\nc\n", False),
])
def test_an_ellipsis_stands_for_any_lines(shown, printed, same):
    assert blocks.agrees(shown, printed) is same
