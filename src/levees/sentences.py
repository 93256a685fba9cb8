"""Sentence boundaries and datelines by rule, on plain text, before any parser sees it."""

from __future__ import annotations

import re

# Abbreviations after which a full stop never ends a sentence, and those after which it may.
_NEVER = frozenset(
    "m mm mme mmes mlle mlles me mgr dr drs pr mr mrs ms st ste art av bd cf p pp vol fig chap éd ed coll dir réf ref tél tel "
    "env ex vs n no nos nᵒ janv févr fév fevr avr juil sept oct nov déc dec lun mar mer jeu ven sam dim".split()
)
_MAYBE = frozenset("inc ltd co corp cie ets sté bros jr sr llc plc hab max min dépt univ etc".split())
_STARTERS = frozenset(
    "le la les l il elle ils elles on un une des du de d ce c cet cette ces cela son sa ses leur leurs notre nos dans en au aux à a "
    "pour par avec selon sur si mais or et ou où depuis après avant lors parmi entre sans sous quant qu que qui quand plus ainsi "
    "enfin aussi tout toute tous toutes deux trois y ni là non oui reste car comme cependant toutefois pourtant désormais hier "
    "aujourd'hui fondée créée née fondé créé né basée installée lancée j je nous vous chez côté face outre".split()
)
_TLDS = frozenset(
    "fr com net org io ai co eu be ch ca tv info biz app dev shop store club tech me uk de es it lu ma sn ci africa paris".split()
)
_STOP = re.compile(r"(?:\.{2,}|…|[.!?])(?:[.!?…]|\s?[!?])*")
_CLOSE = re.compile(r"(?:[ \u00a0\u202f]?»|[ \u00a0\u202f]?[”’\"')\]])*")
_GAP = re.compile(r"[ \t\u00a0\u202f\u2009]+")
_OPEN = "«“\"'‘([—–-•*‣▪●>"
_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")
_LABELLED = re.compile(
    r"(?:s[ée]ries?|plan|vitamine|h[ée]patite|type|classe|cat[ée]gorie|point|annexe|option|formule|lot|actions?)[ \u00a0]+$", re.I
)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LAST_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*$")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Cut a text into sentences: offsets without surrounding blanks, in order, never overlapping.

    >>> text = "M. Musk a quitté OpenAI.Le groupe vaut 6.6 milliards. « Vraiment ? » Oui."
    >>> [text[a:b] for a, b in split_sentences(text)]
    ['M. Musk a quitté OpenAI.', 'Le groupe vaut 6.6 milliards.', '« Vraiment ? »', 'Oui.']
    """
    spans: list[tuple[int, int]] = []
    for start, end in _lines(text):
        cut = start
        for stop in _STOP.finditer(text, start, end):
            if stop.start() < cut:
                continue
            after = _boundary(text, start, stop.start(), stop.end(), end)
            if after is not None:
                _add(spans, text, cut, after)
                cut = after
        _add(spans, text, cut, end)
    return spans


def _lines(text: str) -> list[tuple[int, int]]:
    """Lines, a hard-wrapped one joined to its continuation."""
    out: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        start, end = match.span()
        if not text[start:end].strip():
            continue
        if out:
            before = text[out[-1][0] : out[-1][1]].rstrip()
            wrapped = start - out[-1][1] <= 2 and text.count("\n", out[-1][1], start) <= 1 and len(before) - before.rfind("\n") > 60
            first = text[start:end].lstrip()[0]
            if wrapped and first.islower() and before[-1] not in '.!?…:;»"”':
                out[-1] = (out[-1][0], end)
                continue
        out.append((start, end))
    return out


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))


def _boundary(text: str, line: int, dot: int, after: int, end: int) -> int | None:
    """Offset at which the sentence ends if the stop at `dot` ends one."""
    plain = text[dot:after] == "."
    if plain and after < end and text[after].isalnum():
        return after if _glued(text, line, dot, end) else None
    closed = _CLOSE.match(text, after, end)
    close = closed.end() if closed else after
    quoted = close > after
    if quoted and text[close - 1] in "\"'’" and _opens(text, line, after, close, end):
        close, quoted = after, False
    gap = _GAP.match(text, close, end)
    if close >= end:
        return None
    if gap is None:
        glued = plain and text[close].isupper() if not quoted else text[close].isupper() or text[close] in "«“"
        if not quoted and text[close] in "«“":
            glued = True
        return close if glued and not (plain and _abbreviation(text, line, dot, close)) else None
    nxt = gap.end()
    if nxt >= end:
        return None
    char = text[nxt]
    if char.islower() or char in ",;:!?»)%€$&+/.":
        return None
    if char in "-–—" and plain and _initials(text, line, dot):
        return None
    if not quoted and plain and _abbreviation(text, line, dot, nxt):
        return None
    if char in _OPEN:
        inner = next((c for c in text[nxt + 1 : min(end, nxt + 6)] if not c.isspace()), "")
        if inner.islower() and not (char in "-–—•*" and not quoted and text[dot] != "…"):
            return None
        if char in "-–—" and (quoted or text[dot] in "?!…") and inner.islower():
            return None
    if quoted and char in "-–—(":
        return None
    return close


def _opens(text: str, line: int, after: int, close: int, end: int) -> bool:
    """Whether the straight quote after a stop opens the next quotation instead of closing one."""
    quote = text[close - 1]
    if quote == '"' and text[close - 2] in " \u00a0" and close < end and text[close].isalnum():
        return True
    return quote in "'’" and text.rfind("‘", line, after) < 0 and close < end and text[close].isalpha()


def _glued(text: str, line: int, dot: int, end: int) -> bool:
    """« OpenAI.Musk a … »: a full stop without its space; not « Match.com », « 6.6 », « S.A. »."""
    if not text[dot + 1].isupper() or dot == line:
        return False
    before = _LAST_WORD.search(text, max(line, dot - 40), dot)
    if before is None:
        return text[dot - 1] in "»”\"')%€$!?"
    word = before.group()
    word = re.split(r"['’]", word)[-1] or word
    follow = _WORD.match(text, dot + 1, end)
    nxt = follow.group() if follow else text[dot + 1]
    if len(word) == 1 and not word.isdigit():
        return False
    if "." in word or word.lower() in _NEVER or nxt.lower() in _TLDS and not nxt[:1].isupper():
        return False
    if len(nxt) == 1 and dot + 2 < end and text[dot + 2] == ".":
        return False
    return len(nxt) > 1 or dot + 2 >= end or text[dot + 2].isspace() or text[dot + 2] in "'’"


def _initials(text: str, line: int, dot: int) -> bool:
    return dot - line >= 1 and text[dot - 1].isupper() and (dot - 2 < line or not text[dot - 2].isalnum())


def _abbreviation(text: str, line: int, dot: int, nxt: int) -> bool:
    """Whether the full stop at `dot` belongs to an abbreviation, an initial or a list number."""
    before = _LAST_WORD.search(text, max(line, dot - 40), dot)
    if before is None:
        return text[line:dot].strip() == "" or text[dot - 1] in "°º"
    word = re.split(r"['’]", before.group())[-1]
    follow = _WORD.match(text, nxt)
    starter = bool(follow) and re.split(r"['’]", follow.group().lower())[0] in _STARTERS  # type: ignore[union-attr]
    low = word.lower()
    if low in _NEVER:
        return True if low not in {"p", "n", "no", "ex", "me", "ms", "mar", "mer", "dir"} else not starter
    if low in _MAYBE:
        return low != "etc" and not starter
    if "." in word and all(len(part) == 1 for part in word.split(".")):
        return not starter
    if len(word) == 1 and word.isalpha() and word.isupper():
        if _LABELLED.search(text, max(line, before.start() - 20), before.start()):
            return False
        if starter and before.start() > line and not _initials(text, line, before.start() - 2):
            return False
        return not starter or before.start() == line
    return word.isdigit() and len(word) <= 2 and not text[line : before.start()].strip()


_MONTHS = {
    name: number
    for number, names in enumerate(
        "janvier janv jan|février fevrier févr fevr fév fev|mars|avril avr|mai|juin|juillet juil|août aout|septembre sept|"
        "octobre oct|novembre nov|"
        "décembre decembre déc dec".split("|"),
        1,
    )
    for name in names.split()
}
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)(?:-(\d\d))?\b")
_SLASHED = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)\d\d)\b")
_SPELT = re.compile(r"\b(\d{1,2}|1er)?\s*([a-zéûA-ZÉÛ]{3,9})\.?\s+((?:19|20)\d\d)\b")
_LEADS = [
    re.compile(r"date\s*:?\s*(?P<when>\d{4}(?:-\d\d){0,2})[ \t]*(?=[\r\n]|$)", re.I),
    re.compile(r"\[(?P<when>\d\d/\d\d/\d{4})(?:[ ,à]+\d\d?[:hH]\d\d(?::\d\d)?)?\]"),
    re.compile(r"(?:publié|mis à jour|posté|modifié|paru)\s+(?:le\s+)?(?P<when>[^\n]{6,60}?)[ \t]*(?=[\r\n]|$)", re.I),
    re.compile(
        r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s+)?"
        r"(?P<when>(?:\d{1,2}|1er)\s+[a-zéû]{3,9}\.?\s+\d{4})[ \t]*(?=[\r\n]|$)",
        re.I,
    ),
    re.compile(r"(?P<when>(?:\d\d/\d\d/\d{4}|\d{4}-\d\d-\d\d))(?:[ ,à]+\d\d?[:hH]\d\d)?[ \t]*(?=[\r\n]|$)"),
    re.compile(r"(?P<when>\([^()\n]{0,60}(?:n°|N°)[^()\n]{0,60}\d{4}\))"),
    re.compile(
        r"(?:[A-ZÀ-Ý][\w'’.-]*(?:[ /-][A-ZÀ-Ý(][\w'’.)-]*){0,4},?\s*)(?P<when>,?\s*\d{1,2}\s*[a-zéû]{3,9}\.?(?:\s+\d{4})?\s*)?"
        r"\((?:AFP|Reuters|awp|ats|AWP|ATS|Belga|AP|APA|AOF|dpa|Keystone|Agefi|BELGA|"
        r"Bloomberg|La Presse Canadienne|PC|MAP|APS|TAP|Agence Ecofin)"
        r"(?:[/ -][^()\n]{0,30})?\)\s*(?:[-–—:]+\s*)?"
    ),
    re.compile(r"(?P<when>)\([A-ZÀ-Ý][^()\d\n]{2,30}\)(?=\s+[A-ZÀ-Ý«“\"\d])"),
    re.compile(r"(?P<when>)[A-ZÀ-Ý]{3,}(?:[ -][A-ZÀ-Ý]{2,}){0,2}(?:, \d{1,2} [a-zéû]{3,9}\.?(?: \d{4})?)? [-–—] (?=[A-ZÀ-Ý«“\"\d])"),
]


def header_date(text: str) -> tuple[str | None, int]:
    """Read a dateline or a date line at the head: (publication date or None, offset where the body starts).

    A date line that follows the title gives the date but leaves the offset at 0: the title is body.

    >>> header_date("date 2024-01\\nAlba lève 3 M€")
    ('2024-01', 13)
    >>> header_date("Alba lève 3 M€")
    (None, 0)
    """
    offset, published = _skip(text, 0), None
    moved = True
    started = False
    while moved:
        moved = False
        for lead in _LEADS:
            match = lead.match(text, offset)
            if match and match.end() > offset:
                published = published or _read_date(match.group("when") or match.group())
                offset, moved, started = _skip(text, match.end()), True, True
                break
    if offset >= len(text):
        offset, started = 0, False
    if published is None:
        for match in list(_LINE.finditer(text[:1500]))[:5]:
            line = match.group().strip()
            head = next((m for lead in _LEADS[:7] if (m := lead.match(line))), None)
            if head is not None and (published := _read_date(head.group("when") or head.group())):
                break
    return published, offset if started else 0


def _skip(text: str, offset: int) -> int:
    while offset < len(text) and text[offset].isspace():
        offset += 1
    return offset


def _read_date(text: str) -> str | None:
    if match := _SLASHED.search(text):
        day, month, year = int(match[1]), int(match[2]), match[3]
        return f"{year}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None
    if match := _ISO.search(text):
        if not 1 <= int(match[2]) <= 12 or (match[3] and not 1 <= int(match[3]) <= 31):
            return None
        return match.group()
    for match in _SPELT.finditer(text):
        month = _MONTHS.get(match[2].lower(), 0)
        if month:
            day = int(match[1].replace("er", "")) if match[1] else 0
            return f"{match[3]}-{month:02}" + (f"-{day:02}" if 1 <= day <= 31 else "")
    match = re.fullmatch(r"\s*((?:19|20)\d\d)\s*", text)
    return match[1] if match else None
