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
from levees.grammar.currencies import Surroundings, is_currency_word
from levees.grammar.numerals import Numeral, Page, read

__all__ = ["Amount", "find_amounts"]

_GATE = re.compile(
    r"(?i:[0-9]|z[ée]ro|mill|bill|trill|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|dou|tre|quinz|seiz|ving|quara|"
    r"soix|cent|nona|octa|hui|[$€£¥]"
    r"|une? (?:euro|dollar|franc|livre|yen|yuan|dirham|dinar|peso|r|couronn|[a-z]))"
)
_ONE_TO = re.compile(r" (?:à|ou|et) (?:deux|trois|quatre|cinq|six|dix|[0-9])")
_NEXT_WORD = re.compile(r"[ \n-]+([a-zà-ÿœ]+)")
_NOT_ONE = re.compile(r"(?:\bpas|\bplus|sans|moindre|aucun) $")
_BOOKS = re.compile(r"vendu|publi|auteur|écriv|éditeur|édition|librair|lecteur|lecture|roman|tirage|imprim|exemplaire|bibliothè|écoulé")


def find_amounts(text: str, *, default_dollar: str | None = "USD", candidates: bool = False) -> list[Amount]:
    """Find the amounts of money in a text, in order and without overlap.

    `default_dollar` is what « $ » and « dollars » mean; None lets the text tell (see `guess_dollar`). Never raises.

    >>> [(a.text, a.amount, a.currency, a.mod) for a in find_amounts("Alba lève près de 12,5 M€.")]
    [('près de 12,5 M€', Decimal('12500000'), 'EUR', 'approx')]
    """
    if not _GATE.search(text):
        return []
    p, numerals = read(text)
    around = Surroundings(p, default_dollar)
    pieces = _pieces(p, numerals, around)
    if not pieces:
        return []
    join_ranges(p, pieces)
    for piece in pieces:
        if piece.currency is not None and not piece.dropped:
            mark_share_prices(p, piece)
    money = [x for x in pieces if x.currency is not None and not x.dropped and not _doubtful(p, x)]
    amounts = close(p, money)
    return add_candidates(p, amounts, [x for x in pieces if not x.dropped], around) if candidates else amounts


def _pieces(p: Page, numerals: tuple[Numeral, ...], around: Surroundings) -> list[Piece]:
    pieces: list[Piece] = []
    floor = 0
    for numeral in numerals:
        if numeral.start < floor or (numeral.words and numeral.value == 1 and not _counts(p, numeral)):
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


def _counts(p: Page, one: Numeral) -> bool:
    """Whether a lone « un » stands before a currency or opens a range; elsewhere it is an article."""
    following = _NEXT_WORD.match(p.low, one.end)
    return following is not None and is_currency_word(following.group(1)) or _ONE_TO.match(p.low, one.end) is not None


def _doubtful(p: Page, piece: Piece) -> bool:
    """Books and pounds of weight, and numbers that hang on to something else."""
    if piece.tainted and piece.currency is None:
        return True
    if piece.family == "livre" and piece.spelled:
        if p.low.startswith(("un livre", "des livre"), piece.number_start) and "livre sterling" not in p.low[piece.start : piece.end]:
            return True
        near = p.low[max(0, piece.start - 60) : piece.end + 40]
        return _BOOKS.search(near) is not None
    return False
