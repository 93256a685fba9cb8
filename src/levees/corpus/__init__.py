"""Many articles: readers, writers and the run over them."""

from levees.corpus.records import CannotRun, Columns, Record
from levees.corpus.run import Summary, annotate_files, check
from levees.corpus.sources import expand, read

__all__ = ["CannotRun", "Columns", "Record", "Summary", "annotate_files", "check", "expand", "read"]
