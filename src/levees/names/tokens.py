"""Words of a text with offsets, cut the way names need it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

_TLD = (
    r"(?:fr|com|net|org|io|ai|co|eu|be|ch|ca|tv|info|biz|app|dev|shop|store|[cC]lub|tech|me|uk|de|es|it|lu|ma|sn|ci|africa|paris|"
    r"news|blue|life|care|art|bio|green|energy|finance|money|bank|games|studio|agency|cloud|digital|world|space|vc|capital|fund|immo|"
    r"auto|pro|xyz|gg|fm|nl|pl|pt|se|dk|cz|ie|jp|kr|cn|in|tn|dz|cm|bzh|corsica|alsace|brussels|swiss|quebec|travel|solutions|group|"
    r"health|earth|global|market|coop|team|work|network|press)"
    r"\b(?![-’'])"
)
_TOKEN = re.compile(
    r"(?P<l>[a-zß-öø-ÿœ]{2,}(?![\w'’\-‑&+|@·*]|\.[^\W_]))"  # a plain small word: the common case first
    r"|(?P<e>(?:[ldjmnstcLDJMNSTC]|[qQ]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu|[Qq]uoiqu)['’](?=[^\W_]))"
    r"|(?P<x>(?:ex|Ex|non|anti|pro|néo|pré|post)[-‑](?=[A-ZÀ-Þ]))"
    r"|(?P<w>(?:[^\W\d_]\.){2,}(?!\w)"
    r"|[^\W\d_](?:[^\W_]|[-‑’'&+|@·*](?=[^\W_])|(?<=[^\W\d_]{3})\+(?![\w+])|\." + _TLD + r"|(?<=\b[a-z])\.(?=[a-z]{3}))*"
    r"|\d+\." + _TLD + r""
    r"|\d+(?=[^\W\d_]{2})(?:[^\W_]|[-’'&](?=[^\W\d_]))*)"
    r"|(?P<n>\d+(?:[.,’'\u00a0\u202f]?\d+)*)"
    r"|(?P<p>[^\w\s]|_)"
)


@dataclass(slots=True)
class Tokens:
    """Parallel lists: surface, offsets, class, folded form, sentence, and whether a capital there says nothing."""

    text: str
    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    shapes: list[str] = field(
        default_factory=list
    )  # U capital, c camel case from a lower letter, l lower, n number, e elision, p punctuation
    folds: list[str] = field(default_factory=list)
    initial: list[bool] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)
    shouting: list[bool] = field(default_factory=list)  # by sentence: written in capitals throughout

    def __len__(self) -> int:
        return len(self.words)

    def adjacent(self, i: int) -> bool:
        """Whether token i+1 follows token i in its sentence with at most one blank between."""
        if i + 1 >= len(self.words) or self.sentence[i] != self.sentence[i + 1]:
            return False
        gap = self.starts[i + 1] - self.ends[i]
        return gap == 0 or (gap <= 2 and "\n" not in self.text[self.ends[i] : self.starts[i + 1]])


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Lower case without accents, with straight apostrophes and plain hyphens.

    >>> fold("Crédit’Élan")
    "credit'elan"
    """
    if word.isascii():
        return word.lower()
    word = word.replace("’", "'").replace("‑", "-").replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not "\u0300" <= c <= "\u036f")


_NUMBERED = re.compile(r"[^\W\d_]{4,}\d{2,}")  # « pulp42 »
_OPENERS = frozenset('«“"([•‣▪●*>|:–—-…]')
_SHAPES: dict[str, tuple[str, str]] = {}


def _shape(word: str) -> tuple[str, str]:
    """Class and folded form of a word."""
    head = word[0]
    if head.isupper():
        shape = "U"
    elif head.isdigit():
        shape = "d"
    elif word.islower() or not any(c.isupper() for c in word):
        shape = "c" if "." in word or _NUMBERED.fullmatch(word) else "l"
    else:
        shape = "c"
    if len(_SHAPES) > 100_000:
        _SHAPES.clear()
    found = _SHAPES[word] = (shape, fold(word))
    return found


def tokenise(text: str, sentences: Sequence[tuple[int, int]]) -> Tokens:
    """Cut the sentences of a text into words, numbers and punctuation; the last texts are remembered, treat the result as read-only."""
    return _tokenise(text, tuple(sentences))


@lru_cache(maxsize=4)
def _tokenise(text: str, sentences: tuple[tuple[int, int], ...]) -> Tokens:
    tokens = Tokens(text)
    words, starts, ends, shapes = tokens.words, tokens.starts, tokens.ends, tokens.shapes
    folds, initial, owner = tokens.folds, tokens.initial, tokens.sentence
    for number, (begin, stop) in enumerate(sentences):
        first = True
        upper = lower = long = 0
        opened = len(words)
        lead = -1  # a parenthesis that the sentence begins with: « (Québec) Doubler … »
        for match in _TOKEN.finditer(text, begin, stop):
            word = match.group()
            group = match.lastgroup
            start, end = match.span()
            words.append(word)
            starts.append(start)
            ends.append(end)
            owner.append(number)
            if group == "l":
                shapes.append("l")
                folds.append(word if word.isascii() else fold(word))
                initial.append(first)
                first = False
                lower += end - start
            elif group == "w":
                shape, folded = _SHAPES.get(word) or _shape(word)
                shapes.append(shape)
                folds.append(folded)
                initial.append(first)
                first = False
                if end - start > 1:
                    if word.isupper():
                        upper += end - start
                        long += end - start > 3
                    else:
                        lower += end - start
            elif group == "p":
                shapes.append("p")
                folds.append(word)
                initial.append(False)
                if word == "(" and len(words) - opened == 1:
                    lead = number
                first = first or word in _OPENERS or (word == ")" and lead == number)
                if word == ")":
                    lead = -1
            elif group == "n":
                shapes.append("n")
                folds.append(word)
                initial.append(first)
                first = False
            else:
                shapes.append("e")
                folds.append(fold(word))
                initial.append(first)
        shout = long >= 2 and upper > 4 * lower
        tokens.shouting.append(shout and len(words) - opened > 2)
    return tokens
