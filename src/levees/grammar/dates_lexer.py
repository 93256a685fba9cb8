"""Words of a text turned into a string of classes, one character a word, so that patterns are regular expressions over classes.

`pattern("{the}?{last}{month}")` is a regular expression over three classes: cheap, linear, and blind to spelling.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import accumulate, compress, repeat
from operator import not_, sub
from typing import Any

import yaml

OTHER = "x"
# classes that depend on a number's form rather than on a word
FORMS = (
    "day_number",
    "small",
    "year4",
    "amount",
    "numeric_date",
    "iso_date",
    "clock",
    "clock_h",
    "ordinal_number",
    "roman",
    "period",
    "years_pair",
    "break_",
    "fiscal_code",
)
_TOKEN = re.compile(
    r"\s*+(?:[^\W\d]\w*+|\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d)(?![\w/])|\d{4}[-/.]\d\d?[-/.]\d\d?(?:t\d\d:\d\d(?::\d\d)?z?)?(?!\w)"
    r"|\d{1,2}-\d{1,2}-\d{4}(?!\w)|\d{1,3}(?:[ .]\d{3})+(?!\w)|\d{1,2}:\d\d(?::\d\d)?(?!\w)|\d{1,2}h\d\d(?!\w)|\d++[.,]\d\w*+|\w++|[^\w\s])"
)
_ROMAN_ORDINAL = re.compile(r"[xvi]{1,6}(?:e|ème|è)")
_PERIOD = re.compile(r"(?:(?P<a>[tsqh])(?P<b>\d)|(?P<c>\d)(?P<d>[tsqh]))(?P<e>(?:20)?\d\d)?")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text, their offsets, and their classes (one character each)."""

    text: str
    words: list[str]
    starts: list[int]
    classes: str

    def end(self, index: int) -> int:
        """Offset of the end of a word."""
        return self.starts[index] + len(self.words[index])


@cache
def lexicon() -> tuple[dict[str, str], dict[str, Any], dict[str, str]]:
    """Word to class character, word to value, class name to character; read once from `data/fr/dates.yml`."""
    raw = yaml.load(
        resources.files("levees").joinpath("data/fr/dates.yml").read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    chars: dict[str, str] = {}
    classes: dict[str, str] = {}
    values: dict[str, Any] = {}
    for name in (*raw, *FORMS):
        chars[name] = chr(0xE000 + len(chars))
    for name, words in raw.items():
        for word, value in words.items():
            word = str(word)
            if word in classes:
                raise ValueError(f"dates.yml: {word!r} stands in two classes")
            classes[word] = chars[name]
            values[word] = value
    return classes, values, chars


def value(word: str) -> Any:
    """The value that the lexicon gives to a word."""
    return lexicon()[1].get(word)


def _classify(word: str, chars: dict[str, str]) -> str:
    """Class of a word that is not letters alone."""
    if word == "\x01":
        return chars["break_"]
    if not word[0].isdigit() and not word[-1].isdigit():
        return OTHER
    if word.isdigit() and word.isascii():
        n = len(word)
        if n == 4:
            return chars["year4"] if "0800" <= word <= "2199" else chars["amount"]
        if n <= 2:
            return chars["day_number"] if 1 <= int(word) <= 31 and (word[0] != "0" or n == 2) else chars["small"]
        return chars["small"] if n == 3 else chars["amount"]
    if len(word) <= 7 and (m := _PERIOD.fullmatch(word)):
        kind, number = m["a"] or m["d"], int(m["b"] or m["c"])
        if 1 <= number <= (4 if kind in "tq" else 2):
            return chars["period"]
        return chars["clock_h"] if kind == "h" and m["c"] else OTHER
    if word.startswith("fy") and word[2:].isdigit() and len(word) in (4, 6):
        return chars["fiscal_code"]
    if re.fullmatch(r"\d{1,2}(?:e|ème|eme|nd|nde|er|ère|ième|es|èmes)", word):
        return chars["ordinal_number"]
    if re.fullmatch(r"\d{4}[-/.]\d\d?[-/.]\d\d?(?:t.*)?", word):
        return chars["iso_date"]
    if re.fullmatch(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}", word):
        return chars["numeric_date"]
    if re.fullmatch(r"\d{1,2}:\d\d(?::\d\d)?", word):
        return chars["clock"]
    if re.fullmatch(r"\d{1,2}h(?:\d\d)?", word):
        return chars["clock_h"]
    return chars["amount"] if word[0].isdigit() and not re.search(r"[^\W\d_]", word) else OTHER


def lex(text: str) -> Tokens:
    """Cut a text into words and class them.

    >>> lex("Le 4 mai.").words
    ['le', '4', 'mai', '.']
    """
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    low = low.replace("’", " ").replace("'", " ").replace("\u00a0", " ").replace("\u202f", " ").replace("‑", "-")
    low = low.replace("\n\n", " \x01").replace("\n\r\n", " \x01 ").rstrip()
    raw = _TOKEN.findall(low)
    words = list(map(str.strip, raw))
    starts = list(map(sub, accumulate(map(len, raw)), map(len, words)))
    classes, _, chars = lexicon()
    codes = list(map(classes.get, words, repeat(OTHER)))
    for i in compress(range(len(words)), map(not_, map(str.isalpha, words))):
        if codes[i] == OTHER:
            codes[i] = _classify(words[i], chars)
    if "siècle" in low or "mestre" in low:
        for i, w in enumerate(words):
            if w[-1] in "eè" and codes[i] == OTHER and _ROMAN_ORDINAL.fullmatch(w):
                codes[i] = chars["roman"]
    return Tokens(text, words, starts, "".join(codes))
