"""What MkDocs is told beyond mkdocs.yml: pages that stand outside docs/, links between both, figures, the command line's page."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[2]
# pages of the repository that the site shows as well, and what they are called there
OUTSIDE = {
    "README.md": "index.md", "README.fr.md": "francais.md", "CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md",
    "models/README.md": "training.md",
}
# files that are linked to as they are
PLAIN = {"LICENSE": "LICENSE.txt", "NOTICE": "NOTICE.txt", "CITATION.cff": "CITATION.txt"}
LINK = re.compile(r"(?<=\]\()(?!\w+:|#)([^)#\s]+)(#[^)\s]*)?(?=\))")
FIGURES = re.compile(r"<!-- figures (\w+) -->")
ROW = r"^\| dev \| \**{}\** \| (\d+) \| \d+ \| ([\d.]+) \| (\S+) \| ([\d.]+) \| ([\d.]+) \|$"


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that stand outside docs/, and the one of the command line."""
    for source, name in OUTSIDE.items():
        files.append(File.generated(config, name, content=(ROOT / source).read_text(encoding="utf-8")))
    for source, name in PLAIN.items():
        files.append(File.generated(config, name, content=(ROOT / source).read_text(encoding="utf-8")))
    files.append(File.generated(config, "reference/cli.md", content=command_line()))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Links as the site has them, figures as docs/quality.md has them."""
    name = page.file.src_uri
    stands = next((source for source, known in OUTSIDE.items() if known == name), f"docs/{name}")
    linked = LINK.sub(lambda m: _target(stands, name, m[1]) + (m[2] or ""), markdown)
    return FIGURES.sub(lambda m: figures(m[1]), linked)


def figures(kind: str) -> str:
    """The newest figures of a type (or of `all`), as a sentence.

    They stand in docs/quality.md alone; pages name them by a comment, which a reader of the bare Markdown does not see.
    """
    quality = (ROOT / "docs" / "quality.md").read_text(encoding="utf-8")
    found = re.search(ROW.format(kind), quality, re.M)
    if found is None:
        raise ValueError(f"docs/quality.md has no row of dev for {kind}")
    gold, event, bounds, strict, slot = found.groups()
    return (f"On annotated articles that it was not trained on, with {gold} such events: event F1 **{event}** (95 %: {bounds}), "
            f"strict {strict}, slots {slot}.")


def command_line() -> str:
    """The page of the commands, from their own help."""
    from typer.cli import get_docs_for_click
    from typer.main import get_command

    from levees.cli import app

    command = get_command(app)
    text: str = get_docs_for_click(obj=command, ctx=command.make_context("levees", [], resilient_parsing=True), name="levees")
    return text.replace("# `levees`", "# Command line", 1)


def _target(source: str, page: str, link: str) -> str:
    """Where a link of a file of the repository leads on the site; what is not there stays, and the strict build tells of it."""
    leads = normpath(str(PurePosixPath(source).parent / link))
    there = OUTSIDE.get(leads) or PLAIN.get(leads) or (leads.removeprefix("docs/") if leads.startswith("docs/") else None)
    return link if there is None else relpath(there, str(PurePosixPath(page).parent))
