"""How good are extractions? Events aligned with gold, scored by type, slot, factuality and detail."""

from levees.evaluation.align import Pair, align
from levees.evaluation.gold import problems, read_rows, to_extraction
from levees.evaluation.score import Report, describe, score

__all__ = ["Pair", "Report", "align", "describe", "problems", "read_rows", "score", "to_extraction"]
