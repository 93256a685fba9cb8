"""Learning from annotated articles: which rules to trust on a text, which verbs to teach; written as a pack."""

from levees.tuning.cases import Case, read_cases
from levees.tuning.tune import Finding, Result, tune, write_pack

__all__ = ["Case", "Finding", "Result", "read_cases", "tune", "write_pack"]
