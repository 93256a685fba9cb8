"""From numerals to pieces: magnitudes abbreviated or spelled, currencies before and after, signs, cents, hedges."""

from __future__ import annotations

import re
from decimal import Decimal

from levees.grammar.amounts_model import Piece
from levees.grammar.amounts_mods import mod_after, mod_before, mod_of_verb
from levees.grammar.amounts_units import OF, after, short
from levees.grammar.currencies import Surroundings, Unit, unit_before
from levees.grammar.numerals import MAGNITUDES, SP, WORDS, Numeral, Page, words_value

_CLOSED = re.compile(r"\)(?= ?(?:M|k|K|mill|mds?|€|\$))")
_MAGNITUDE = re.compile(rf"{SP}(millions?|milliards?|milliers?|mille)(?![a-zà-ÿœ])")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}$")
_SWISS = re.compile(r"[.,](?:-{1,2}|–|—)(?![0-9])")
_AFTER_PRICE = r"(?=$|[.,;:)!?»](?![0-9])|\n| (?:le |la |les |par |pour |pièce|chacun|l'|au |ttc|ht\b))"
_CENTS = re.compile(
    r"(?: et| and)? ?([0-9]{1,2}|[a-zà-ÿ]+(?:[- ][a-zà-ÿ]+){0,2}?) ?(centimes?|cents?|cts?\.?|pence|pennies|"
    r"kopecks?)(?![a-zà-ÿœ])")
_GLUED_CENTS = re.compile(r" ?([0-9]{2})(?![0-9a-zà-ÿœ%'])(?![.,]? ?[0-9])")
_SPACED_CENTS = re.compile(
    r"(?: et)? ([0-9]{2})(?![0-9a-zà-ÿœ%'/-])(?![.,] ?[0-9])" + _AFTER_PRICE
)
_SOLD = re.compile(_AFTER_PRICE)
_SUBUNIT = re.compile(
    r" ?(centimes?|cents?|cts?\.?|pence|kopecks?)(?![a-zà-ÿœ])(?: (?:d'(euro|€)|de (dollar|franc|livre)|(américain|canadien|"
    r"suisse)s?))?"
)
_NEGATIVE_LEFT = re.compile(r"(?:^|[ (:\n])-$")
_US = re.compile(r" (US|CA)(?![\w$€-])(?! [A-Z])")
_MINUS = re.compile(r"\b(?:de|à|est|était|soit|net|nette|ressort|:) (moins )$")
_NEGATIVE_SPACED = re.compile(r"(?:\b(?:de|à|est|était|soit|net|nette|ressort|négatif)| :|\() ?- $")


def read_piece(p: Page, n: Numeral, floor: int, around: Surroundings) -> Piece | None:
    """Build the piece of one numeral, or None when it is part of a word, a code or a date."""
    flat, start, end = p.flat, n.start, n.end
    before = flat[start - 1] if start else " "
    article = n.words and n.base == 1 and n.magnitude is not None
    piece = Piece(n, start, end, start, end, n.base, n.magnitude)
    if before == "(" and _CLOSED.match(flat, end) and n.magnitude is None:
        _accounting(p, piece)
        start, end = piece.start, piece.end
    prefix = unit_before(p, start, floor, around)
    if prefix is not None and prefix.risky and _may_be_a_name(n, flat[start:end]):
        prefix = None
    if prefix is None and (before.isalpha() or before == "_") and start == n.start:
        return None
    if before in "-./:'" and start == n.start and prefix is None:
        _left_edge(p, piece, before)
    after, magnitude, alternative = _right(p, piece, end, prefix, around)
    if after is None and magnitude is None and not prefix:
        nxt = flat[end : end + 1]
        if nxt.isalpha() or nxt in ("_", "%", "°", "²"):
            return None
    elif piece.tainted and not n.words and before == "-" and start > 1 and flat[start - 2].isalpha():
        return None
    if alternative:
        piece.base = n.alternative or piece.base
    unit = after or prefix
    if unit is not None:
        piece.currency, piece.inferred, piece.family, piece.spelled = unit.code, unit.inferred, unit.family, unit.named
    if after is None and prefix is not None:
        piece.prefixed = True
        piece.start = prefix.start
        if piece.magnitude is None:
            piece.magnitude = prefix.magnitude
    if article and p.low[start:start + 2] in ("le", "du", "au"):
        _drop_article(p, piece)
    _sign(p, piece, floor)
    if piece.currency and not piece.tainted:
        _cents(p, piece)
    return piece


def _may_be_a_name(n: Numeral, written: str) -> bool:
    """« TOP 10 », « COP 27 », « ALL 2024 »: too small or too much like a year for money."""
    return (n.magnitude is None and n.value < 1000 and n.value == n.value.to_integral_value()) or _YEAR.match(written) is not None


def _accounting(p: Page, piece: Piece) -> None:
    """« (32) millions »: a loss, as accountants write it."""
    piece.start -= 1
    piece.number_start = piece.start
    piece.end += 1
    piece.base = -piece.base
    m = _MAGNITUDE.match(p.low, piece.end)
    if m:
        piece.magnitude = MAGNITUDES[m.group(1) if m.group(1) == "mille" else m.group(1).rstrip("s")]
        piece.end = m.end()
    piece.number_end = piece.end


def _left_edge(p: Page, piece: Piece, before: str) -> None:
    """A mark glued to the left: part of a range, a sign, or of something that is no number."""
    earlier = p.flat[piece.start - 2] if piece.start > 1 else " "
    if before == "'":
        piece.tainted = earlier.isdigit()
    elif before == "-":
        piece.tainted = earlier.isalnum()
    else:
        piece.tainted = earlier.isalnum()


def _drop_article(p: Page, piece: Piece) -> None:
    """« dépasse le milliard d'euros »: the article is no part of the amount, but « la barre du milliard » is."""
    barrier = re.search(r"(?:la barre|le cap|le seuil) $", p.low[max(0, piece.start - 10) : piece.start])
    if barrier and p.low.startswith("du", piece.start):
        piece.start -= barrier.end() - barrier.start()
        piece.mod = "more_than"
        piece.number_start += 3
        return
    piece.start += 3
    piece.number_start = piece.start


def _right(p: Page, piece: Piece, end: int, prefix: Unit | None, around: Surroundings) -> tuple[Unit | None, Decimal | None, bool]:
    """What follows the number: magnitude (spelled or short) and currency; sets the piece's ends."""
    flat, n = p.flat, piece.numeral
    alternative = False
    swiss = _SWISS.match(flat, end)
    if swiss and piece.magnitude is None and (prefix or OF.match(flat, swiss.end())):
        unit = None if prefix else after(p, swiss.end(), around, of=False)
        if prefix or unit:
            piece.end = unit.end if unit else swiss.end()
            return unit, None, False
    if piece.magnitude is None:
        unit = after(p, end, around, of=n.approx or (n.base >= 10**6 and n.base % 1000 == 0))
        if unit is not None and not (unit.code == "XXX"):
            alternative = n.alternative is not None and _thousands(p, piece, unit)
            piece.end = unit.end
            return unit, None, alternative
        shortened = short(p, end, prefix, around, words=n.words)
        if shortened is not None:
            magnitude, after_mag, unit = shortened
            piece.magnitude = magnitude
            piece.number_end = after_mag
            piece.end = unit.end if unit else after_mag
            if n.alternative is not None and magnitude == 10**9 and n.base >= 1000 and flat[n.end - 1] != "0":
                alternative = True
            return unit, magnitude, alternative
        if prefix is not None and n.alternative is not None:
            alternative = n.base < n.alternative
        return None, None, alternative
    unit = after(p, end, around, of=True)
    if unit is None and (dollars := _US.match(flat, end)):
        unit = Unit(end + 1, end + 3, "USD" if dollars.group(1) == "US" else "CAD")
    if unit is not None:
        piece.end = unit.end
    if prefix is not None and piece.magnitude == 10**12 and p.low.startswith("billion", end - 7) and flat[piece.start - 1] in "$£€":
        piece.magnitude = Decimal(10**9)
    return unit, piece.magnitude, False


def _thousands(p: Page, piece: Piece, unit: Unit) -> bool:
    """« 12,000 € » in the English manner: three decimals that end in 0, or a price of two figures with three decimals."""
    n = piece.numeral
    if "," not in p.flat[n.start : n.end]:
        return False
    return p.flat[n.end - 1] == "0" and n.base != 0 and n.base >= 1 or n.base >= 10


def _sign(p: Page, piece: Piece, floor: int) -> None:
    """A minus sign before the number or its prefix."""
    if piece.start - 1 < floor:
        return
    window = p.flat[max(0, piece.start - 16) : piece.start]
    minus = _MINUS.search(p.low[max(0, piece.start - 16) : piece.start]) if window.endswith("moins ") else None
    if minus and (piece.currency or piece.magnitude):
        piece.base = -piece.base
        piece.start -= 6
        piece.number_start = piece.start
        return
    if window.endswith("-"):
        if _NEGATIVE_LEFT.search(window):
            piece.base = -piece.base
            piece.start -= 1
    elif window.endswith("- ") and _NEGATIVE_SPACED.search(window):
        piece.base = -piece.base
        piece.start -= 2
    if not piece.prefixed and piece.start < piece.number_start:
        piece.number_start = piece.start if p.flat[piece.start] == "-" else piece.number_start


def _cents(p: Page, piece: Piece) -> None:
    """« 2 euros et 50 centimes », « 3€50 », « 12 euros 40 », « six euros vingt »."""
    if piece.magnitude is not None or piece.base != piece.base.to_integral_value() or abs(piece.base) >= 10**9:
        return
    low = p.low
    m = _CENTS.match(low, piece.end)
    if m is None and not piece.prefixed:
        spaced = p.flat[piece.end - 1] not in "€$£" or p.flat[piece.end : piece.end + 1] == " "
        m = (_SPACED_CENTS if spaced else _GLUED_CENTS).match(low, piece.end)
        if m is None and piece.spelled and low.startswith(" ", piece.end):
            m = WORDS.match(low, piece.end + 1)
            if m is not None and not _SOLD.match(low, m.end()):
                m = None
    if m is None:
        return
    said = m.group(1) if m.re is not WORDS else m.group()
    number = Decimal(said) if said.isdigit() else words_value(said)
    if number is None or not 0 < number < 100 and not said.isdigit() or number >= 100:
        return
    piece.base += number / 100 if piece.base >= 0 else -number / 100
    piece.end = m.end()


def subunits(p: Page, piece: Piece, around: Surroundings) -> None:
    """« 50 centimes », « 99 cents », « 5 pence »: hundredths of a currency."""
    if piece.magnitude is not None or piece.base >= 1000:
        return
    m = _SUBUNIT.match(p.low, piece.end)
    if m is None:
        return
    word = m.group(1)
    named = m.group(2) or m.group(3) or m.group(4)
    code = {"euro": "EUR", "€": "EUR", "livre": "GBP", "américain": "USD", "canadien": "CAD", "suisse": "CHF"}.get(named or "")
    if named == "franc":
        code = around.resolve("franc")[0]
    if code is None:
        code = {"c": "EUR", "p": "GBP", "k": "RUB"}[word[0]]
        if word.startswith("cent") and not word.startswith("centi"):
            code = around.dollar if named == "dollar" or "dollar" in p.low or "$" in p.low else "EUR"
        piece.inferred = True
    piece.base /= 100
    piece.currency, piece.end, piece.spelled = code, m.end(), True


def hedge(p: Page, piece: Piece, floor: int) -> None:
    """Set the modifier, before or after, and take it into the span."""
    before = mod_before(p.low, piece.start, floor)
    if before is not None and not (p.low.startswith("dans les", before[1]) and piece.base != piece.base.to_integral_value()):
        piece.mod, piece.start = before
    elif piece.mod is None:
        piece.mod = mod_of_verb(p.low, piece.start, floor)
    after = mod_after(p.low, piece.end)
    if after is not None and piece.mod is None and (piece.currency or piece.magnitude):
        piece.mod, piece.end = after
    if piece.numeral.approx and piece.mod is None:
        piece.mod = "approx"
