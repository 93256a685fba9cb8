"""Amounts of money in French text: typed, grounded, whole or not at all.

`find_amounts` returns what is money beyond doubt; with `candidates=True` also numbers that an event may turn out to
count in money (« il en avait levé 40 »), with what they inherit marked. Pure functions, linear in the text's length.
"""

from __future__ import annotations

import re

from levees.grammar.amounts_elliptic import add_candidates
from levees.grammar.amounts_join import close, join_ranges, mark_share_prices
from levees.grammar.amounts_model import Amount, Piece
from levees.grammar.amounts_scan import hedge, read_piece, subunits
from levees.grammar.currencies import Surroundings
from levees.grammar.numerals import Page, find_numerals, page

__all__ = ["Amount", "find_amounts"]

_GATE = re.compile(
    r"[0-9]|milli|billi|trilli|aine|euro|dollar|franc|livre|yen|yuan|dirham|dinar|peso|roubl|roupi|couronn|cents?\b|[$€£¥]"
    r"|won|rial|riyal|zloty|forint|shekel|baht|rand|naira|réa|real|mark"
)
_ONE_TO = re.compile(r" (?:à|ou|et) (?:deux|trois|quatre|cinq|six|dix|[0-9])")
_NOT_ONE = re.compile(r"(?:\bpas|\bplus|sans|moindre|aucun) $")
_BOOKS = re.compile(r"vendu|publi|auteur|écriv|éditeur|édition|librair|lecteur|lecture|roman|tirage|imprim|exemplaire|bibliothè|écoulé")


def find_amounts(text: str, *, default_dollar: str | None = "USD", candidates: bool = False) -> list[Amount]:
    """Find the amounts of money in a text, in order and without overlap.

    `default_dollar` is what « $ » and « dollars » mean; None lets the text tell (see `guess_dollar`). Never raises.

    >>> [(a.text, a.amount, a.currency, a.mod) for a in find_amounts("Alba lève près de 12,5 M€.")]
    [('près de 12,5 M€', Decimal('12500000'), 'EUR', 'approx')]
    """
    p = page(text)
    if not _GATE.search(p.low):
        return []
    around = Surroundings(p, default_dollar)
    pieces = _pieces(p, around)
    if not pieces:
        return []
    join_ranges(p, pieces)
    for piece in pieces:
        if piece.currency is not None and not piece.dropped:
            mark_share_prices(p, piece)
    money = [x for x in pieces if x.currency is not None and not x.dropped and not _doubtful(p, x)]
    amounts = close(p, money)
    return add_candidates(p, amounts, [x for x in pieces if not x.dropped], around) if candidates else amounts


def _pieces(p: Page, around: Surroundings) -> list[Piece]:
    pieces: list[Piece] = []
    floor = 0
    for numeral in find_numerals(p):
        if numeral.start < floor:
            continue
        piece = read_piece(p, numeral, floor, around)
        if piece is None:
            continue
        if piece.currency is None:
            subunits(p, piece, around)
        hedge(p, piece, floor)
        if piece.bare and numeral.words and numeral.value == 1 and not _ONE_TO.match(p.low, piece.end):
            continue
        if piece.currency is not None and numeral.value == 1 and _NOT_ONE.search(p.low[max(0, piece.start - 9) : piece.start]):
            continue
        pieces.append(piece)
        floor = piece.end
    return pieces


def _doubtful(p: Page, piece: Piece) -> bool:
    """Books and pounds of weight, and numbers that hang on to something else."""
    if piece.tainted and piece.currency is None:
        return True
    if piece.family == "livre" and piece.spelled:
        near = p.low[max(0, piece.start - 60) : piece.end + 40]
        return _BOOKS.search(near) is not None
    return False
