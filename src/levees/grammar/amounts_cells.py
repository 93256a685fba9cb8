"""Tables set as text: a heading that names the unit (« en millions d'euros »), and numbers that stand alone in their cells."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from levees.grammar.amounts_model import Piece
from levees.grammar.amounts_units import after
from levees.grammar.currencies import Surroundings, Unit
from levees.grammar.numerals import Page

_UNITS = {
    "millions": Decimal(10**6), "milliards": Decimal(10**9), "milliers": Decimal(1000), "md": Decimal(10**9), "mds": Decimal(10**9),
    "m": Decimal(10**6), "k": Decimal(1000),
}
_CLOSED = re.compile(r"[^\n]{0,40}?[):\n]|[^\n]{0,40}$")
_LEFT = re.compile(r"(?:[:|\t;]| [-–—]) ?$")
_RIGHT = re.compile(r" ?(?:[|;\t\n]|$|[-–—] | \()|[.,]?(?:\n|$)")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}$")


def heading_unit(p: Page, m: re.Match[str], around: Surroundings) -> Unit | None:
    """The currency and the magnitude of a heading; None where the words go on as a sentence."""
    opened = p.flat.rfind("(", max(0, m.start() - 60), m.start())
    line = p.flat.rfind("\n", max(0, m.start() - 200), m.start())
    unit = after(p, m.end(), around, of=True)
    if unit is None or not _CLOSED.match(p.flat, unit.end):
        return None
    if opened <= line and m.start() - line > 60:
        return None
    return replace(unit, magnitude=_UNITS[m.group("unit")])


def in_a_cell(p: Page, piece: Piece) -> bool:
    """Whether a bare number stands between separators, as « Alba - 85 - énergie » or « Alba : 12,5 » at the end of a line."""
    if _YEAR.match(p.flat[piece.number_start : piece.number_end]):
        return False
    return _LEFT.search(p.text[max(0, piece.start - 3) : piece.start]) is not None and _RIGHT.match(p.text, piece.end) is not None
