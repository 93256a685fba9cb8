"""Where an expression of time begins with its preposition or article, as an event's date quotes it."""

from __future__ import annotations

from levees.grammar.dates_lexer import Tokens

_ARTICLES = frozenset("le la les l ce cet cette".split())
_PREPOSITIONS = frozenset("en au aux à du dans depuis dès avant entre pour vers sur courant après pendant durant sous".split())


def quote_start(tokens: Tokens, i: int) -> int:
    """Offset at which the preposition or article before word i begins.

    >>> from levees.grammar.dates_lexer import lex
    >>> quote_start(lex("Créée à partir de 2018"), 4)
    6
    """
    w = tokens.words
    k = i
    if k and w[k - 1] in _ARTICLES and tokens.classes[k - 1] != "x":
        k -= 1
        if k and w[k - 1] == "de":
            k -= 1
    if k and w[k - 1] in _PREPOSITIONS:
        k -= 1
        if w[k] == "à" and k > 1 and w[k - 1] == "ici" and w[k - 2] == "d":
            k -= 2
        elif w[k] in ("en", "à", "au") and k and w[k - 1] == "jusqu":
            k -= 1
    elif k > 1 and w[k - 1] == "ici" and w[k - 2] == "d":
        k -= 2
    elif k > 2 and w[k - 1] == "de" and w[k - 2] in ("partir", "compter") and w[k - 3] == "à":
        k -= 3
    elif k > 1 and w[k - 1] in ("horizon", "cours"):
        k -= 2
    return tokens.starts[k]
