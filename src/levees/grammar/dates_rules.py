"""What the rules share: the book they stand in, numbers and ordinals, the year after a month, what may follow a year."""

from __future__ import annotations

import re
from functools import cache

from levees.grammar.dates_lexer import Tokens, value
from levees.grammar.dates_model import RuleBook, YearRef, charset, compiled

BOOK = RuleBook()
rule = BOOK.rule
_ROMANS = {"i": 1, "v": 5, "x": 10}


def number(words: list[str]) -> float | None:
    """The number that words or digits name; None where they name none.

    >>> number(["vingt", "-", "cinq"]), number(["18"]), number(["une", "dizaine", "d"]), number(["quatre", "-", "vingt", "-", "dix"])
    (25, 18, 10, 90)
    """
    total = 0
    for w in words:
        if w.isdigit():
            return int(w)
        n = value(w)
        if w in ("-", "et", "d", "de") or not isinstance(n, int):
            continue
        if n == 20 and total % 100 == 4:
            total += 76
        elif n == 100 and total % 1000:
            total += (total % 100 or 1) * 99 if total % 100 else 0
        elif n == 1000:
            total = (total or 1) * 1000
        elif n >= 10 and w.endswith("aine"):
            return n
        else:
            total += n
    return total or None


def ordinal(word: str) -> int:
    """The rank that an ordinal names: « troisième », « 3e », « XXIe »; 0 for anything else.

    >>> ordinal("troisième"), ordinal("3e"), ordinal("xixe")
    (3, 3, 19)
    """
    n = value(word)
    if isinstance(n, int):
        return n
    if m := re.match(r"\d+", word):
        return int(m[0])
    total, after = 0, 0
    for c in reversed(re.sub(r"[eèm]+$", "", word)):
        n = _ROMANS.get(c, 0)
        total += n if n >= after else -n
        after = max(after, n)
    return total


def year_in_words(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """The year that number words name from word i on, and where they end; None where they count something.

    >>> from levees.grammar.dates_lexer import lex
    >>> year_in_words(lex("en mille neuf cent dix-huit"), 1)
    (1918, 7)
    """
    m = _YEAR_WORDS().match(tokens.classes, i)
    if m is None or "mille" not in tokens.words[i : i + 2]:
        return None
    y = number(tokens.words[i : m.end()])
    if y is None or not (1000 <= y <= 2100 and (y > 1099 or tokens.words[i] == "mille")) or not follows_year(tokens, m.end()):
        return None
    return int(y), m.end()


@cache
def _YEAR_WORDS() -> re.Pattern[str]:
    return compiled("{number}(?:{dash}?{numword}|{dash}?{et}{dash}?{one}|{dash}{one}){0,8}")


@cache
def _year_suffixes() -> list[tuple[re.Pattern[str], str, int]]:
    """Pattern, kind of reference, its number."""
    an = "(?:{year_unit}|{exercice})"
    own = "(?:{l}|{son}|{this}|{le})"
    pair = "(?P<y>{year4})(?:{dash}|{slash})(?P<y2>{year4}|{int})"
    table = [
        (f"(?:{{de}}?{own}?{an}{{fiscal}}?|{{de}}|{{du}}|{{dash}}|{{slash}})?{pair}", "pair", 0),
        (f"(?:{{de}}?{own}?{an}{{fiscal}}?)?(?P<y>{{year4}})", "abs", 0),
        ("(?:{slash}|{dash}|{comma}|{de})(?P<y>{year4})", "loose", 0),
        ("{last}", "dir", -1),
        ("{next}", "dir", 1),
        ("{de}?{l}{year_unit}{last}", "off", -1),
        ("{de}?{l}{year_unit}{next}", "off", 1),
        ("{following}", "after", 1),
        ("{preceding}", "after", -1),
        (f"{{de}}{{this}}{an}{{dash}}{{there}}", "anchor", 0),
        (f"(?:{{de}}{{la}}|{{du}}|{{de}}|{{la}}){{same}}{an}", "anchor", 0),
        (f"{{de}}{{l}}{an}(?:{{following}}|{{d}}{{apres}})", "anchor", 1),
        (f"{{de}}{{l}}{an}(?:{{preceding}}|{{d}}{{avant}})", "anchor", -1),
        (f"(?:{{de}}|{{d}}){{this}}{an}", "off", 0),
        (f"{{de}}{own}{an}(?:{{en}}{{cours}}|{{running}})?{{fiscal}}?", "off", 0),
    ]
    return [(compiled(t), kind, n) for t, kind, n in table]


def year_suffix(tokens: Tokens, j: int) -> tuple[YearRef | None, int]:
    """The year named right after a word, and where it ends."""
    best: tuple[YearRef | None, int] = (None, j)
    if j >= len(tokens.classes) or tokens.classes[j] == "x":
        return best
    for pattern, kind, n in _year_suffixes():
        m = pattern.match(tokens.classes, j)
        if m is None or m.end() <= best[1]:
            continue
        if "y" in m.groupdict():
            y = int(tokens.words[m.start("y")])
            if kind == "pair":
                z = int(tokens.words[m.start("y2")])
                if (z if z > 99 else y // 100 * 100 + z) != y + 1:
                    continue
            elif kind == "loose" and (y < 1900 or not follows_year(tokens, m.end())):
                continue
            best = (("abs" if kind == "loose" else kind, y), m.end())
        else:
            best = ((kind, n), m.end())
    if best[0] is None and tokens.words[j] in ("deux", "mille") and (spelled := year_in_words(tokens, j)):
        return ("abs", spelled[0]), spelled[1]
    return best


def follows_year(t: Tokens, j: int) -> bool:
    """May word j follow a year (punctuation, a grammatical word, the end), so that the number before is no quantity?"""
    if j >= len(t.words) or t.classes[j] != "x":
        return j >= len(t.words) or t.classes[j] not in charset("unit") + charset("amount") + charset("small") + charset(
            "number"
        ) + charset("hour") + charset("minute")
    w = t.words[j]
    if "\n" in t.text[t.end(j - 1) : t.starts[j]]:
        return True
    # what a number counts is a plural: « ventes de 2023 dépasseront » is a year, « de 2023 salariés » is not
    return w in _FUNCTION_WORDS or w.isalpha() and len(w) > 3 and w[-1] not in "sxz" and w not in _UNIT_WORDS and _lower(t, j)


def _lower(t: Tokens, j: int) -> bool:
    return t.text[t.starts[j]].islower()


def part_of_day(t: Tokens, k: int) -> str:
    """TIMEX3's code of the part of day that ends at word k: TMO, TAF, TEV, TNI, or the hour of noon and midnight."""
    if t.words[k] == "midi" and t.words[k - 1] == "-":
        return "TAF"
    return str(value(t.words[k]))


_FUNCTION_WORDS = frozenset('leur il ils été pu dû eu fut furent reste restent marque marquait constitue représente « " – —'.split())


def unit_word(t: Tokens, j: int) -> bool:
    """Does an amount's unit or a counted noun stand here, glued to a number before?"""
    return j < len(t.words) and t.words[j] in _UNIT_WORDS


_UNIT_WORDS = frozenset(
    (
        "€ $ % £ euro euros dollar dollars million millions milliard milliards md mds m€ md€ mds€ k€ m m2 m² km kg "
        "tonnes personnes salariés emplois postes points degrés mètres hectares litres exemplaires habitants collaborateurs "
        "magasins boutiques clients actions titres francs livres yens yuans roubles"
    ).split()
)
