"""Runs examples/notebook.ipynb in place, so that it is kept with its outputs."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parents[2] / "examples" / "notebook.ipynb"


def run(path: Path = NOTEBOOK) -> nbformat.NotebookNode:
    """The notebook with fresh outputs. Raises `nbclient.exceptions.CellExecutionError` where a cell fails."""
    book = nbformat.read(path, as_version=4)
    NotebookClient(book, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}).execute()
    for cell in book.cells:
        cell.metadata.pop("execution", None)  # when it ran is of no interest, and would differ each time
    return book


if __name__ == "__main__":
    nbformat.write(run(), NOTEBOOK)
