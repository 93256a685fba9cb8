"""The notebook in examples/ runs, and shows what it is kept with."""

from __future__ import annotations

import shutil

import nbformat
import pytest

from tests.docs.tools import load

notebook = load("notebook")


def outputs(book: nbformat.NotebookNode) -> list[object]:
    """Texts and tables, as they are; of pictures and pages, that they are there: they differ with every version of what draws them."""
    found: list[object] = []
    for cell in book.cells:
        for out in cell.get("outputs", []):
            data = out.get("data", {})
            whole = "image/png" not in data and "<iframe" not in data.get("text/html", "")
            found.append((out.output_type, out.get("text"), dict(data) if whole else sorted(data)))
    return found


@pytest.mark.model
def test_the_notebook_shows_what_it_is_kept_with(tmp_path):
    copy = shutil.copy(notebook.NOTEBOOK, tmp_path)
    kept = nbformat.read(notebook.NOTEBOOK, as_version=4)
    assert outputs(notebook.run(type(notebook.NOTEBOOK)(copy))) == outputs(kept), "write it anew with: make docs-examples"


def test_the_notebook_is_kept_with_its_outputs():
    kept = [kind for _, _, data in outputs(nbformat.read(notebook.NOTEBOOK, as_version=4)) for kind in data]
    assert {"text/plain", "text/html", "image/png"} <= set(kept)
