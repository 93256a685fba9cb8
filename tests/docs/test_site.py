"""The site builds without a warning, and asks nothing of the network."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from levees.schema import EVENT_TYPES
from tests.docs.tools import ROOT, load


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip() == ""
    return folder


def test_nothing_is_fetched_from_elsewhere(site):
    fetched = re.compile(r"""<(?:script|img|iframe|link(?![^>]*rel="?(?:canonical|next|prev))|source)\b[^>]*(?:src|href)="?https?:""")
    assert [path.name for path in site.rglob("*.html") if fetched.search(path.read_text(encoding="utf-8"))] == []
    assert [path.name for path in site.rglob("*.css") if re.search(r"url\(.?https?:|@import", path.read_text(encoding="utf-8"))] == []


def test_every_public_name_is_in_the_reference(site):
    import levees
    from levees import schema

    pages = "".join(path.read_text(encoding="utf-8") for path in (site / "reference").glob("*.html"))
    anchors = {name.rsplit(".", 1)[-1] for name in re.findall(r'id="(levees\.[\w.]+)"', pages)}
    # aliases of types, which have no docstring of their own
    assert {*levees.__all__, *schema.__all__} - anchors <= {"Event", "SCHEMA_VERSION"}


@pytest.mark.parametrize("kind", ["all", *EVENT_TYPES])
def test_figures_of_a_page_come_from_the_newest_row(kind):
    assert re.search(r"event F1 \*\*\d+\.\d\*\* \(95 %: \d+–\d+\)", load("hooks").figures(kind))


def test_pages_carry_the_figures_and_no_comment_in_their_place(site):
    page = (site / "types" / "FundingRound.html").read_text(encoding="utf-8")
    assert "event F1 <strong>" in page and "<!-- figures" not in page
