"""What the words before an expression say of its edges: « vers 2015 », « plus de dix ans », « au plus tard le 30 juin ».

The words themselves stay outside of the span, as TIMEX3 wants; what they say goes to `mod`.
"""

from __future__ import annotations

from levees.grammar.dates_lexer import Tokens

_APPROX = ("vers", "environ", "circa", "approximativement", "quasiment", "presque", "quelque", "bientôt")
_ARTICLES = frozenset("le la l les".split())
_LATEST, _EARLIEST = ("au", "plus", "tard"), ("au", "plus", "tôt")


def hedge(tokens: Tokens, i: int, *, duration: bool) -> str | None:
    """TIMEX3's `mod` of the expression that begins at word i, from the words before it; None where they hedge nothing.

    >>> from levees.grammar.dates_lexer import lex
    >>> hedge(lex("née vers 2015"), 2, duration=False), hedge(lex("en moins de deux ans"), 3, duration=True)
    ('APPROX', 'LESS_THAN')
    """
    w = tokens.words
    k = i - 1 if i and w[i - 1] in _ARTICLES else i
    before = tuple(w[max(0, k - 4) : k])
    if not before:
        return None
    if before[-1] in _APPROX or before[-2:] in (("près", "de"), ("autour", "de"), ("à", "peine")):
        return "APPROX" if duration or before[-1] not in ("quelque", "presque", "bientôt") and before[-2:] != ("près", "de") else None
    if before[-1] in ("de", "du", "d") and before[-2:-1] in (("environs",), ("alentours",)):
        return "APPROX"
    if duration:
        return _bound(before)
    if k and w[k - 1] in ("le", "en", "à", "au", "dès"):
        before = before[:-1]
    if before[-3:] == _LATEST:
        return "ON_OR_BEFORE"
    return "ON_OR_AFTER" if before[-3:] == _EARLIEST else None


def _bound(before: tuple[str, ...]) -> str | None:
    """« plus de », « moins de », « au moins », « au plus » before a duration."""
    if before[-1] in ("de", "d") and before[-2:-1] in (("plus",), ("moins",)):
        if before[-3:-2] == ("pas",):
            return "EQUAL_OR_MORE" if before[-2] == "moins" else "EQUAL_OR_LESS"
        return "MORE_THAN" if before[-2] == "plus" else "LESS_THAN"
    if before[-2:] in (("au", "moins"), ("au", "minimum")):
        return "EQUAL_OR_MORE"
    return "EQUAL_OR_LESS" if before[-2:] in (("au", "plus"), ("au", "maximum")) else None
