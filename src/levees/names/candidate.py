"""A stretch of tokens that may be a name."""

from __future__ import annotations

from dataclasses import dataclass, field

from levees.names.lexicon import Entry


@dataclass(slots=True)
class Candidate:
    """A stretch of tokens [i, j) that may be a name."""

    i: int
    j: int
    entries: list[Entry] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    bonus: dict[str, float] = field(default_factory=dict)
    certain: bool = False
