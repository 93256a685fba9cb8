"""How good are extractions? Events aligned with gold, scored by type, slot, factuality and detail."""

from levees.evaluation.align import Pair, align
from levees.evaluation.gold import problems, read_rows, to_extraction
from levees.evaluation.pipeline import score_pipeline
from levees.evaluation.score import Report, describe, score

__all__ = ["Pair", "Report", "align", "describe", "problems", "read_rows", "score", "score_pipeline", "to_extraction"]
