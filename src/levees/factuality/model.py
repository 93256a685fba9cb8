"""What the factuality room hands on."""

from __future__ import annotations

from dataclasses import dataclass

STATUSES = ("completed", "ongoing", "planned", "cancelled")
CERTAINTIES = ("asserted", "reported", "denied", "hypothetical")


@dataclass(frozen=True, slots=True)
class Factuality:
    """How an article speaks of the deal at an anchor.

    `status` and `certainty` are what the cues say on the whole, the scores (0 to 1) what each value has for it, `cues` the
    stretches of the article that decided, each with what it says. `source` is quoted as the article has it.
    """

    status: str
    certainty: str
    source: str | None
    status_scores: dict[str, float]
    certainty_scores: dict[str, float]
    cues: tuple[tuple[int, int, str], ...] = ()
    source_span: tuple[int, int] | None = None
