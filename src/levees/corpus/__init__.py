"""Many articles: readers, writers and the run over them."""

from levees.corpus.jsonl import Record, read_records
from levees.corpus.run import CannotRun, Summary, annotate_file, check_paths

__all__ = ["CannotRun", "Record", "Summary", "annotate_file", "check_paths", "read_records"]
