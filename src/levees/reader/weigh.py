"""The reader's belief and the words around the anchor, weighed together."""

from __future__ import annotations

import math
from collections.abc import Iterable

from levees.reader.surface import Reasons

NONE = 0.3  # what silence is worth: the words must say more than this
SURE = 0.9  # no belief counts for more: a network is surer than it is right


def weigh(value: str | None, belief: float, values: Iterable[str], reasons: Reasons, weight: float = 8.0) -> str | None:
    """The value that reader and words agree on best; the reader's own `value` (None for none) holds with probability `belief`.

    >>> weigh("equity", 0.5, ["equity", "debt"], Reasons({"debt": 1.0}))
    'debt'
    >>> weigh("equity", 0.99, ["equity", "debt"], Reasons({"debt": 0.2}))
    'equity'
    """
    options = [*dict.fromkeys(v or None for v in values)]
    if value or None not in options:
        options += [v for v in (value or None,) if v not in options]
    belief = min(belief, SURE)
    rest = (1.0 - belief) / max(len(options) - 1, 1)

    def score(option: str | None) -> float:
        known = belief if option == (value or None) else rest
        said = NONE if option is None else reasons.scores.get(option, 0.0)
        return math.log(known) + weight * said

    return max(options, key=score)
