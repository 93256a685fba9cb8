"""Candidates: amounts that leave out the currency, the magnitude or both, and inherit them from a neighbour.

Nothing here is certain. A candidate says « this number may be money, and if so it is this much »; an event decides.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from decimal import Decimal

from levees.grammar.amounts_bare import CHAIN, counts_things, goes_on_counting, listed, may_be_money, wanted
from levees.grammar.amounts_cells import heading_unit, in_a_cell
from levees.grammar.amounts_join import is_conversion
from levees.grammar.amounts_model import Amount, Piece, finish
from levees.grammar.currencies import Surroundings, unit_after
from levees.grammar.numerals import Page

_REACH = 600
_PARAGRAPH = 2000
_HEADING = re.compile(r"(?<![a-zà-ÿ])en (?P<unit>millions|milliards|milliers|mds?|[km])(?= ?(?:d'|de |€|\$|[a-z]{3}\b|\)))")
_AS_MUCH = re.compile(r"(?<![a-zà-ÿœ'])autant(?![a-zà-ÿœ])(?! (?:que|qu'|de |d'|dire|plus|pour |en |dans))")
_NOT_AS_MUCH = re.compile(r"(?:pour|d'|tout|aussi|deux fois|trois fois|jamais|d) ?$")
_CURRENCY_NOUN = re.compile(
    r"(?<![a-zà-ÿœ])(?:euros?|dollars?|francs?|livres sterling|yens?|yuans?|dirhams?|fcfa|wons?)(?![a-zà-ÿœ])|€|\$|£")


class Neighbours:
    """The certain amounts of a text, asked for the nearest one with a currency or a magnitude."""

    def __init__(self, p: Page, money: list[Amount], around: Surroundings) -> None:
        """Keep the pieces, in order."""
        self._money = money
        self._votes = Counter(m.currency for m in money)
        self._breaks: dict[int, int] = {}
        self._starts = [m.start for m in money]
        self._page, self._around = p, around
        self._fallback: str | None = None
        self._looked = False

    def currency(self, at: int, *, but: str | None = None) -> str | None:
        """Return the currency of the nearest amount before `at`, else after it, else the first that the text names."""
        i = bisect_left(self._starts, at)
        if but is not None:
            others = [m.currency for m in [*reversed(self._money[max(0, i - 8) : i]), *self._money[i : i + 8]] if m.currency != but]
            return others[0] if others else None
        if not self._money:
            return self._named()
        if len(self._votes) == 1:
            return self._money[0].currency
        return self._nearest(at, i)

    def _nearest(self, at: int, i: int) -> str | None:
        """The amount before in the same paragraph; after a break the text's own currency, told by places or by its first amount."""
        before = self._money[i - 1] if i else None
        if before is not None:
            if i not in self._breaks:
                at_break = self._page.flat.find("\n", before.end, before.end + _PARAGRAPH)
                self._breaks[i] = at_break if at_break >= 0 else before.end + _PARAGRAPH
            if self._breaks[i] >= at:
                return before.currency
        home = self._around.home
        nearest = (before or self._money[0]).currency
        votes, first = self._votes, self._money[0].currency
        home = home or first
        return home if votes[home] > votes[nearest] or (votes[home] == votes[nearest] and home == first) else nearest

    def _named(self) -> str | None:
        """The first currency that the text names without an amount, else the one its places tell of."""
        if not self._looked:
            self._looked = True
            m = _CURRENCY_NOUN.search(self._page.low)
            unit = unit_after(self._page, m.start(), self._around) if m else None
            self._fallback = unit.code if unit else self._around.home or "EUR"
        return self._fallback


def add_candidates(p: Page, amounts: list[Amount], pieces: list[Piece], around: Surroundings) -> list[Amount]:
    """Return the certain amounts together with the elliptic ones, in order and without overlap."""
    neighbours = Neighbours(p, amounts, around)
    keep = _kept(p, pieces, around)
    out = list(amounts)
    for piece in keep:
        piece.currency = piece.currency or neighbours.currency(piece.start, but=_said_in(p, piece, amounts))
        piece.inferred = piece.currency is not None
        piece.certain = False
        if piece.currency is not None:
            piece.inherited = ("currency", *piece.inherited)
        out.append(finish(p, piece))
    out.sort(key=lambda a: a.start)
    return _with_as_much(p, _converted(p, out))


def _kept(p: Page, pieces: list[Piece], around: Surroundings) -> list[Piece]:
    """The pieces without a currency that may be money, their magnitudes inherited."""
    keep: dict[int, Piece] = {}
    scale_before: list[list[Piece]] = []
    scaled: list[Piece] = []
    for piece in pieces:
        scale_before.append(scaled[-4:])
        if piece.magnitude is not None and not counts_things(p, piece):
            scaled.append(piece)
    for i in range(len(pieces) - 1, -1, -1):
        piece = pieces[i]
        if piece.currency is not None or piece.tainted or piece.dropped:
            continue
        if piece.magnitude is not None:
            if piece.magnitude >= 10**6 and not counts_things(p, piece):
                keep[i] = piece
            continue
        after = pieces[i + 1] if i + 1 < len(pieces) else None
        after_is_money = after is not None and (after.currency is not None or i + 1 in keep)
        if may_be_money(p, piece, after, after_is_money) and not (i and goes_on_counting(p, pieces[i - 1], piece)):
            if after is not None and after.currency is not None and after.magnitude is None and _chained(p, piece, after):
                keep[i] = piece
                continue
            source = _scale(p, piece, after, scale_before[i], i + 1 in keep)
            if source is None and after is not None and after.magnitude is not None and after_is_money and wanted(p, piece):
                source = after
            if _inherit(pieces, i, source):
                keep[i] = piece
    _lists(p, pieces, keep)
    _tables(p, pieces, keep, around)
    return [keep[i] for i in sorted(keep)]


def _inherit(pieces: list[Piece], i: int, source: Piece | None) -> bool:
    """Take the magnitude of the source, or none where the number is written out (« 210 000 euros, puis 350 000 »)."""
    piece = pieces[i]
    if source is not None and (piece.base < 1000 or (source.base * 15 >= piece.base and source.base >= 100 and piece.base < 10**6)):
        _scale_by(piece, source)
        return True
    if piece.base < 10000 or piece.base % 100 != 0 or piece.numeral.words:
        return False
    near = [x for x in pieces[max(0, i - 8) : i + 3] if x.currency is not None and abs(x.start - piece.start) < 400]
    return any(x.value >= 1000 and piece.base / 100 <= x.value <= piece.base * 100 for x in near)


def _tables(p: Page, pieces: list[Piece], keep: dict[int, Piece], around: Surroundings) -> None:
    """Numbers set apart in lines under a heading such as « (en millions d'euros) », which gives them their unit."""
    if "en m" not in p.low and "en k" not in p.low:
        return
    headings = [unit for m in _HEADING.finditer(p.low) if (unit := heading_unit(p, m, around)) is not None]
    above = -1
    for i, piece in enumerate(pieces if headings else []):
        while above + 1 < len(headings) and headings[above + 1].end <= piece.start:
            above += 1
        if above < 0 or i in keep or piece.dropped or not piece.bare or not in_a_cell(p, piece):
            continue
        piece.magnitude, piece.currency, piece.inferred = headings[above].magnitude, headings[above].code, True
        piece.inherited = ("magnitude",)
        keep[i] = piece


def _scale_by(piece: Piece, source: Piece) -> None:
    piece.magnitude = source.magnitude
    piece.inherited = ("magnitude",)
    if piece.low is not None and piece.high is not None and source.magnitude is not None:
        piece.low, piece.high = piece.low * source.magnitude, piece.high * source.magnitude


def _lists(p: Page, pieces: list[Piece], keep: dict[int, Piece]) -> None:
    """Members of lists that no other sign gives away take the magnitude of the member before."""
    before: Piece | None = None
    for i, piece in enumerate(pieces):
        if piece.dropped or piece.tainted:
            continue
        if i in keep or piece.currency is not None:
            before = piece if piece.magnitude is not None else None
        elif before is not None and piece.bare and piece.base < 1000 and listed(p, before, piece):
            _scale_by(piece, before)
            keep[i] = before = piece


def _said_in(p: Page, piece: Piece, amounts: list[Amount]) -> str | None:
    """The currency of the bracket that converts this amount (« 30 millions (27,5 millions d'euros) »): it is not its own."""
    if p.low[piece.end : piece.end + 2] != " (":
        return None
    i = bisect_left(amounts, piece.end, key=lambda a: a.start)
    after = amounts[i] if i < len(amounts) else None
    if after is None or after.start != piece.end + 2 or after.amount is None or after.amount == piece.value:
        return None
    return after.currency if Decimal("0.2") < abs(after.amount) / max(abs(piece.value), Decimal(1)) < 5 else None


def _chained(p: Page, piece: Piece, after: Piece) -> bool:
    return after.start - piece.end < 24 and CHAIN.match(p.low[piece.end : after.start]) is not None


def _scale(p: Page, piece: Piece, after: Piece | None, before: list[Piece], after_kept: bool) -> Piece | None:
    """The piece whose magnitude a bare number takes: the next of its list, else the last before that is of its size."""
    if after is not None and after.magnitude is not None and (after.currency is not None or after_kept):
        if _chained(p, piece, after) and after.low is None:
            return after
    near = [x for x in before if piece.start - x.end <= _REACH]
    for source in reversed(near):
        if abs(source.base) * 25 >= piece.base and piece.base * 40 >= abs(source.base):
            return source
    return near[-1] if near else None


def _converted(p: Page, amounts: list[Amount]) -> list[Amount]:
    """« contre 3 milliards (380 millions d'euros) »: a candidate with its conversion is one amount."""
    out: list[Amount] = []
    for amount in amounts:
        if out and not out[-1].certain and amount.certain and amount.converted is None and is_conversion(p, out[-1], amount):
            out[-1] = replace(out[-1], converted=amount)
        else:
            out.append(amount)
    return out


def _with_as_much(p: Page, amounts: list[Amount]) -> list[Amount]:
    """« Kartable 1,2 million, 360Learning autant »: the amount before, once more."""
    if "autant" not in p.low or not amounts:
        return amounts
    starts = [a.start for a in amounts]
    extra: list[Amount] = []
    for m in _AS_MUCH.finditer(p.low):
        i = bisect_left(starts, m.start())
        if not i or m.start() - amounts[i - 1].end > 120 or _NOT_AS_MUCH.search(p.low[max(0, m.start() - 12) : m.start()]):
            continue
        source = amounts[i - 1]
        extra.append(
            replace(
                source, start=m.start(), end=m.end(), text=p.text[m.start() : m.end()], number_start=m.start(), number_end=m.end(),
                mod=None, converted=None, certain=False, elliptic=True,
                currency_inferred=source.currency is not None, inherited=("currency", "magnitude"),
            )
        )
    return sorted([*amounts, *extra], key=lambda a: a.start) if extra else amounts


