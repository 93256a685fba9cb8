"""French numerals in running text: digits of every grouping, number words, magnitudes, whole or not at all.

text2num is trusted with the value of a run of number words below a million that this module has delimited, price-parser
with the value of a price whose separators are checked and whose decimal mark is known (left alone it ignores magnitudes
and reads « 1,234 milliard » as 1234); digits, grouping, magnitudes, halves and round numbers (« une trentaine ») are read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from text_to_num import text2num

MAX_DIGITS = 24
_MAX_WORDS = 160

MAGNITUDES: dict[str, Decimal] = {
    "mille": Decimal(10**3), "millier": Decimal(10**3), "million": Decimal(10**6), "milion": Decimal(10**6),
    "milliard": Decimal(10**9), "miliard": Decimal(10**9), "billion": Decimal(10**12), "billiard": Decimal(10**15),
    "trillion": Decimal(10**18),
}
ROUND: dict[str, Decimal] = {
    "huitaine": Decimal(8), "dizaine": Decimal(10), "douzaine": Decimal(12), "quinzaine": Decimal(15), "vingtaine": Decimal(20),
    "trentaine": Decimal(30), "quarantaine": Decimal(40), "cinquantaine": Decimal(50), "soixantaine": Decimal(60),
    "centaine": Decimal(100), "demi-douzaine": Decimal(6), "demi-centaine": Decimal(50), "demi-dizaine": Decimal(5),
}
_FRACTIONS = {
    "demi": Decimal("0.5"), "demie": Decimal("0.5"), "quart": Decimal("0.25"), "tiers": Decimal(1) / 3, "cinquième": Decimal("0.2"),
    "dixième": Decimal("0.1"), "centième": Decimal("0.01"),
}
NUMBER_WORDS = frozenset(
    "zéro un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt vingts trente quarante "
    "cinquante soixante septante huitante octante nonante cent cents mille mil".split()
)
_W = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
SP = r"(?: {1,3}| ?\n ?)"
MAG = r"(?:mille|milliers?|mill?ions?|mill?iards?|billions?|billiards?|trillions?)(?![a-zà-ÿœ])"
_ROUND = "demi-douzaine|demi-centaine|demi-dizaine|" + "|".join(w for w in ROUND if "-" not in w)
_MANY = "quelques|plusieurs|de nombreuses|de nombreux"

_DIGIT_RUN = re.compile(r"[0-9]+(?:[ .,'][0-9]+)*")
_CLUSTER = re.compile(r"[0-9]+(?:[.,'][0-9]+)*")
WORDS = re.compile(rf"(?:{_W})(?![a-zà-ÿœ])(?:(?:{SP}|-)(?:et(?:{SP}|-)(?=une?(?![a-zà-ÿœ])|onze))?(?:{_W})(?![a-zà-ÿœ]))*")
_POINT = re.compile(rf"{SP}(?:virgule|point){SP}(?:zéro{SP})*({WORDS.pattern})")
_ADJECTIVE = "petits?|bons?|bonnes?|gros|jolis?|beaux|maigres?|pauvres?|premiers?|derniers?|nouveaux|nouvel|autres?|malheureux|misérables?"
_TIMES = re.compile(rf"{SP}(?:(?:{_ADJECTIVE}){SP})?({MAG})")
_OF_TIMES = re.compile(rf"{SP}(?:de{SP}|d')({MAG})")
_AND_HALF = re.compile(rf"{SP}et{SP}(demie?|quart|trois{SP}quarts)(?![a-zà-ÿœ])")
_PART = re.compile(
    rf"(?:(un|une|le|la|l'|du|au|deux|trois|quatre){SP}?(?:(?:petit|bon|gros){SP})?)?(demie?|quart|quarts|tiers)(?:-|"
    rf"{SP})(?:(?:de{SP}|d')(?:un{SP})?)?({MAG})"
)
_ONE = re.compile(
    rf"(?:un|le|du|au|l'unique){SP}(?:(petit|bon|gros|joli|tout petit){SP}|(?:premier|dernier|nouveau|autre|second|maigre){SP})?({MAG})")
_ROUNDED = re.compile(rf"(?:(une?|la|cette|{_MANY}|{_W}){SP}(?:(?:bonne|petite|grosse|belle){SP})?)?({_ROUND})s?(?![a-zà-ÿœ])")
_MANY_OF = re.compile(rf"({_MANY}){SP}({MAG})")
_OPENERS = ("quelques", "plusieurs", "demi", "tiers")
_BIG = (
    "demi|quart|tiers|mil|bil|tri|petit|bon|gros|jol|tout|prem|der|nouv|aut|sec|mai|bel|diz|dou|quin|ving|tren|quar|cinq|soix|cent|huit"
)
_STARTS = re.compile(
    rf"\b(?:(?:le|la|du|au|cette)(?=[ \n](?:{_BIG}))|u(?:n|ne)|d(?:eux|ix|ouze|emi|izaines?|ouzaines?)|"
    r"t(?:rois|reize|rente|iers|rentaines?)|"
    r"qu(?:atre|inze|atorze|arante|elques|inzaines?|arantaines?)|c(?:inq|ents?|inquante|entaines?|inquantaines?)|"
    r"s(?:ix|ept|eize|oixante|eptante|oixantaines?)|h(?:uit|uitante|uitaines?)|n(?:euf|onante)|vingt(?:s|aines?)?|onze|octante|mil(?:le)?|"
    r"plusieurs|zéro)\b"
)
_AFTER_ONE = re.compile(rf"[ \n-](?:{_BIG})|[ \n-]{{1,3}}(?:{_BIG})")
_ONES = frozenset({"un", "une"})
_GATE = re.compile(r"[0-9]")
_SPOKEN_END = re.compile(r"$| ?[.,;:!?)»\n€$]| (?:d'(?:euros?|affaires)|de (?:dollars|francs|livres|chiffre)|d'e|euros|dollars|francs)")


@dataclass(frozen=True, slots=True)
class Page:
    """A text in the three forms the grammar reads: as it came, with plain spaces and apostrophes, and in lower case.

    All three have the same length, so one offset serves them all.
    """

    text: str
    flat: str
    low: str


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number read whole: `value` is `base` times `magnitude`, with anything added (« et demi ») in the base."""

    start: int
    end: int
    base: Decimal
    magnitude: Decimal | None = None
    alternative: Decimal | None = None
    approx: bool = False
    vague: bool = False
    words: bool = False

    @property
    def value(self) -> Decimal:
        """The number itself, magnitude applied."""
        return self.base if self.magnitude is None else self.base * self.magnitude


def page(text: str) -> Page:
    """Prepare a text for reading; offsets stay those of `text`."""
    flat = text
    for odd, plain in (("’", "'"), ("ʼ", "'"), ("\u00a0", " "), ("\u202f", " "), ("\u2009", " "), ("\u2007", " "), ("\t", " "), ("−", "-")):
        flat = flat.replace(odd, plain)
    low = flat.lower()
    if len(low) != len(flat):
        low = "".join(c if len(c.lower()) != 1 else c.lower() for c in flat)
    return Page(text, flat, low)


@lru_cache(maxsize=4096)
def words_value(words: str) -> Decimal | None:
    """The value of number words without magnitudes above « mille », or None when they are no one number.

    >>> words_value("quatre-vingt-dix-sept"), words_value("vingt dix")
    (Decimal('97'), None)
    """
    plain = re.sub(r"\s+", " ", words.replace("zéro", "zero"))
    if plain in ("zero", "zéro"):
        return Decimal(0)
    try:
        return Decimal(str(text2num(plain, "fr")))
    except ValueError:
        return None


def _price_value(price: str, mark: str) -> Decimal:
    """Let price-parser write « 1.234,56 » or « 1,234.56 » as a number: separators are checked, the decimal mark is known."""
    from price_parser.parser import parse_number

    value = parse_number(price, mark)
    return Decimal(price.replace(mark, ".")) if value is None else value


def parse_digits(cluster: str) -> tuple[Decimal, Decimal | None] | None:
    """Read digits with their separators: the likely value in French, and the other one where « 1.234 » leaves a doubt.

    >>> parse_digits("12.500,50"), parse_digits("1.234"), parse_digits("1.2.3")
    ((Decimal('12500.50'), None), (Decimal('1234'), Decimal('1.234')), None)
    """
    if len(cluster) > MAX_DIGITS + 10:
        return None
    marks = [c for c in cluster if not c.isdigit()]
    if not marks:
        return Decimal(cluster), None
    parts = re.split(r"[ .,']", cluster)
    grouped = len(parts[0]) <= 3 and parts[0][0] != "0" and all(len(p) == 3 for p in parts[1:-1])
    first, last = marks[0], marks[-1]
    if len(marks) > 1 and any(m != first for m in marks[:-1]):
        return None
    if first != last or first in " '":
        if last in " '" and first == last:
            return (Decimal("".join(parts)), None) if grouped and len(parts[-1]) == 3 else None
        if last in " '" or not grouped or (len(marks) == 1):
            return None
        return _price_value(cluster.replace("'", "").replace(" ", ""), last), None
    if len(marks) > 1:
        return (Decimal("".join(parts)), None) if grouped and len(parts[-1]) == 3 else None
    decimal = Decimal(parts[0] + "." + parts[1])
    if not grouped or len(parts[1]) != 3:
        return decimal, None
    whole = Decimal("".join(parts))
    return (whole, decimal) if first == "." else (decimal, whole)


def _digits(p: Page, run: re.Match[str]) -> Iterator[Numeral]:
    """Cut a run of digits and separators into numbers: « en 2023 12 500 euros » holds 2023 and 12 500."""
    if " " not in run.group():
        clusters = [(run.start(), run.end())]
    else:
        clusters = [m.span() for m in _CLUSTER.finditer(p.flat, run.start(), run.end())]
    i = 0
    while i < len(clusters):
        start, end = clusters[i]
        j = i + 1
        if end - start <= 3 and p.flat[start] != "0" and p.flat[start:end].isdigit():
            while j < len(clusters):
                s, e = clusters[j]
                if s != clusters[j - 1][1] + 1 or not p.flat[s : s + 3].isdigit() or (e - s > 3 and p.flat[s + 3] not in ".,"):
                    break
                if e - s < 3:
                    break
                j += 1
                end = e
                if e - s > 3:
                    break
        i = j
        parsed = parse_digits(p.flat[start:end])
        if parsed is not None and start > 0 and p.flat[start - 1] in ".," and (start == 1 or p.flat[start - 2] in " \n($€£"):
            start -= 1
            parsed = (Decimal("0." + p.flat[start + 1 : end]), None) if p.flat[start + 1 : end].isdigit() else None
        if parsed is not None and end - start <= MAX_DIGITS + 10:
            yield Numeral(start, end, parsed[0], alternative=parsed[1])


def _magnitude(word: str) -> Decimal:
    return MAGNITUDES[word if word == "mille" else word.rstrip("s")]


def _times(p: Page, number: Numeral, *, of: bool = False) -> Numeral:
    """Add the magnitude words that follow: « 300 mille milliards », « dizaine de milliers »."""
    end, factor, last = number.end, Decimal(1), ""
    for _ in range(3):
        m = _TIMES.match(p.low, end) or (_OF_TIMES.match(p.low, end) if of or last.startswith("millier") else None)
        if m is None:
            break
        last = m.group(1)
        factor *= _magnitude(last)
        end = m.end()
        of = False
    if end == number.end:
        return number
    base, alternative = number.base, number.alternative
    if alternative is not None and not last.endswith("s") and last != "mille" and alternative < 2 and base >= 1000:
        base, alternative = alternative, None
    whole = base if number.magnitude is None else base * number.magnitude
    half = _AND_HALF.match(p.low, end)
    if half:
        whole += {"d": Decimal("0.5"), "q": Decimal("0.25"), "t": Decimal("0.75")}[half.group(1)[0]]
        end = half.end()
    return Numeral(number.start, end, whole, factor, alternative, number.approx, number.vague, number.words)


def _from_words(p: Page, start: int) -> Numeral | None:
    """Read a numeral that begins with a word at `start`."""
    low = p.low
    m = _PART.match(low, start)
    if m:
        many = {"deux": 2, "trois": 3, "quatre": 4}.get(m.group(1) or "", 1)
        part = {"d": Decimal("0.5"), "q": Decimal("0.25"), "t": Decimal("0.33")}[m.group(2)[0]] * many
        return Numeral(start, m.end(), part, _magnitude(m.group(3)), words=True, approx=m.group(2) == "tiers")
    m = _ROUNDED.match(low, start)
    if m:
        head = m.group(1) or "une"
        vague = head in ("quelques", "plusieurs") or head.startswith("de ") or (m.group(1) is None and low[m.end() - 1] == "s")
        count = Decimal(2) if vague else (Decimal(1) if head in ("un", "une", "la", "cette") else words_value(head))
        if count is None:
            return None
        return _times(p, Numeral(start, m.end(), count * ROUND[m.group(2)], None, approx=True, vague=vague, words=True), of=True)
    m = _MANY_OF.match(low, start)
    if m:
        return _times(p, Numeral(start, m.start(2) - 1, Decimal(2), None, approx=True, vague=True, words=True))
    m = _ONE.match(low, start)
    if m:
        head = Numeral(start, m.start(2) - 1, Decimal(1), None, approx=m.group(1) is not None, words=True)
        return _times(p, head)
    m = WORDS.match(low, start)
    if m is None:
        return None
    if m.end() - start > _MAX_WORDS:
        return Numeral(start, m.end(), Decimal(-1), words=True)
    value = words_value(m.group().replace("\n", " "))
    if value is None:
        return Numeral(start, m.end(), Decimal(-1), words=True)
    point = _POINT.match(low, m.end())
    if point and (after := words_value(point.group(1))) is not None and after < 1000:
        zeros = "0" * len(re.findall("zéro", point.group()))
        figures = zeros if point.group(1) == "zéro" else f"{zeros}{after}"
        return _times(p, Numeral(start, point.end(), Decimal(f"{value}.{figures}"), words=True))
    return _times(p, Numeral(start, m.end(), value, words=True))


def _starts(p: Page) -> Iterator[tuple[int, bool]]:
    """Where a numeral in words may begin, and whether it can only be a lone « un »; articles only before a likely word."""
    low = p.low
    for m in _STARTS.finditer(low):
        start, end = m.span()
        if end - start <= 3 and m.group() in _ONES and not _AFTER_ONE.match(low, end):
            yield start, True
        else:
            yield start, False


def _spoken_tail(p: Page, number: Numeral, after: Numeral) -> Decimal | None:
    """« Un milliard deux » is 1.2 billion, « un million cinq cent » 1.5 million, as one says them; in magnitudes of the number."""
    if not (number.words and after.words) or after.magnitude is not None or number.magnitude not in (10**6, 10**9):
        return None
    if not _SPOKEN_END.match(p.low, after.end):
        return None
    if 1 < after.base < 10:
        return after.base / 10
    return after.base / 1000 if 100 <= after.base < 1000 and after.base % 50 == 0 else None


def _joined(p: Page, found: list[Numeral]) -> Iterator[Numeral]:
    """Add up « 2 millions 500 mille », « deux millions cinq cent mille », « 1 million 250 000 »."""
    i = 0
    while i < len(found):
        number = found[i]
        while i + 1 < len(found) and number.magnitude is not None:
            after = found[i + 1]
            gap = p.low[number.end : after.start]
            if gap not in (" ", " et ") or after.start - number.end > 4 or number.vague or after.vague:
                break
            tail = _spoken_tail(p, number, after) if gap == " " else None
            if tail is not None:
                number = Numeral(number.start, after.end, number.base + tail, number.magnitude, None, number.approx, False, number.words)
                i += 1
                continue
            if gap == " et " and after.value < 1000:
                break
            if number.words != after.words and not (after.words and after.value >= 1000):
                break
            if after.value >= (number.magnitude or 1) or (after.magnitude is None and after.value < (1 if after.words else 1000)):
                break
            total = number.base + after.value / (number.magnitude or 1)
            number = Numeral(number.start, after.end, total, number.magnitude, None, number.approx or after.approx, False, number.words)
            i += 1
        yield number
        i += 1


@lru_cache(maxsize=8)
def read(text: str) -> tuple[Page, tuple[Numeral, ...]]:
    """The page and the numerals of a text, kept for the readers that come next (amounts, then percents)."""
    p = page(text)
    return p, tuple(find_numerals(p))


def find_numerals(text: str | Page) -> list[Numeral]:
    """Find every numeral, in order and without overlap; words such as « un » or « le » count only before a magnitude.

    >>> [(n.value, n.magnitude) for n in find_numerals("2,5 millions puis vingt et un")]
    [(Decimal('2500000.0'), Decimal('1000000')), (Decimal('21'), None)]
    """
    p = page(text) if isinstance(text, str) else text
    found: list[Numeral] = []
    if _GATE.search(p.flat):
        for run in _DIGIT_RUN.finditer(p.flat):
            found.extend(_digits(p, run))
    digits = [_times(p, n) for n in found]
    spoken: list[Numeral] = []
    end = 0
    for start, lone in _starts(p):
        if start < end or (start and (p.low[start - 1] == "-" and start > 1 and p.low[start - 2].isalnum())):
            continue
        if lone:
            number: Numeral | None = Numeral(start, start + (3 if p.low.startswith("une", start) else 2), Decimal(1), words=True)
        else:
            number = _from_words(p, start)
        if number is not None:
            spoken.append(number)
            end = number.end
    merged = _merge(digits, spoken)
    return [n for n in _joined(p, merged) if n.base >= 0]


def _merge(digits: list[Numeral], spoken: list[Numeral]) -> list[Numeral]:
    """Both lists in one; a word that a digit numeral has swallowed (« 20 mille ») goes."""
    merged: list[Numeral] = []
    for number in sorted([*digits, *spoken], key=lambda n: (n.start, -n.end)):
        if not merged or number.start >= merged[-1].end:
            merged.append(number)
    return merged
