"""Names of rounds in the text: closed-class values that the reader attaches to events."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoundCue:
    """A place where a round is named: « série A », « amorçage »."""

    start: int
    end: int
    text: str
    value: str


_ROUND = re.compile(
    r"(?P<pre>\bpr[ée][- ]?(?:amor[çc]age|seed)\b)"
    r"|(?P<seed>\bamor[çc]age\b|\bseed\b|\btour de graine\b)"
    r"|\b(?:s[ée]ries?|series|round|tour|ronde|lev[ée]e(?: de fonds)?)(?: de)?(?: s[ée]rie| type)?"
    r"[\s\u00a0«\"“]+(?P<letter>[A-Ja-j])(?:[1-9]|bis)?\b(?!['’.]\w)"
    r"|(?P<bridge>\bbridge\b|\btour[- ]relais\b|\bfinancement relais\b|\bpr[êe]t[- ]relais\b|\btour de transition\b)"
    r"|(?P<growth>\bgrowth\b(?! equity partners)|\btour de croissance\b|\bcapital[- ]croissance\b)",
    re.IGNORECASE,
)


def find_rounds(text: str) -> list[RoundCue]:
    """All names of rounds, left to right.

    >>> [c.value for c in find_rounds("une série B de 20 M€, après l'amorçage")]
    ['series_b', 'seed']
    """
    out = []
    for m in _ROUND.finditer(text):
        if m["letter"]:
            if m["letter"].islower() and not re.match(r"s[ée]rie", m[0], re.IGNORECASE):
                continue
            value = f"series_{m['letter'].lower()}"
        elif m["pre"]:
            value = "pre_seed"
        else:
            value = "seed" if m["seed"] else "bridge" if m["bridge"] else "growth"
        out.append(RoundCue(m.start(), m.end(), m[0], value))
    return out
