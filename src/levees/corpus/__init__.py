"""Many articles: readers, writers and the run over them."""

from typing import TYPE_CHECKING, Any

from levees.corpus.records import CannotRun, Columns, Record
from levees.corpus.run import Summary, annotate_files, check
from levees.corpus.sources import expand, read

if TYPE_CHECKING:
    from levees.corpus.batches import annotate_batches

__all__ = ["CannotRun", "Columns", "Record", "Summary", "annotate_batches", "annotate_files", "check", "expand", "read"]


def __getattr__(name: str) -> Any:
    # pyarrow is asked for only by those who want tables
    if name != "annotate_batches":
        raise AttributeError(f"module 'levees.corpus' has no attribute {name!r}")
    from levees.corpus.batches import annotate_batches

    return annotate_batches
