"""Who says so: attributions of a sentence, what kind of speaker each has, and the name of the source."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from levees.factuality.lexicon import current, fold, tokenise
from levees.names.lexicon import read_lines

_AUX = frozenset({"a", "ont", "avait", "avaient", "s'est", "est", "l'", "le", "en", "lui"})
_QUE = frozenset({"que", "qu'", "lequel", "laquelle", "lesquels", "lesquelles"})
_DAYS = frozenset("aujourd' hui lundi mardi mercredi jeudi vendredi samedi dimanche hier".split())
_FILL = frozenset("matin soir dernier ce cette semaine à l' la le au dans un une sur son sa janvier février mars avril mai juin".split())
_QUOTES = frozenset({"que", "qu'", ":", "«", "“", '"', "avoir", "être", "vouloir", "savoir", "se", "s'"})
_OPENS = frozenset([",", "»", "—", "–", '"', "”", "comme", "que"])
_STOPS = frozenset(",;:()—–!?«»")
_DETERMINERS = frozenset("le la l' les un une des son sa ses leur leurs ce cet cette ces du de d' m mme m. deux trois plusieurs".split())
_PARTY_KINDS = frozenset({"company", "investor", "bank", "person", "product", "exchange"})
_ARTICLES = frozenset({"le", "la", "les", "l'"})


@dataclass(slots=True)
class Attribution:
    """One « selon X », « a annoncé X », « X affirme que »: words start to end, speaker's kind, the source if it has a name."""

    start: int
    end: int
    form: str  # prep, post, matrix, aside
    speaker: str  # media, hearsay, body, party, firm
    source: tuple[int, int] | None = None
    clause: int = 0


@lru_cache(maxsize=1)
def media() -> dict[str, list[tuple[str, ...]]]:
    """Names of media as folded words, by the first, longest first."""
    out: dict[str, list[tuple[str, ...]]] = {}
    for line in read_lines("media"):
        for form in line.split("|"):
            words = tuple(tokenise(fold(form.strip()), 0, len(form.strip()))[0])
            if words:
                out.setdefault(words[0], []).append(words)
    for forms in out.values():
        forms.sort(key=len, reverse=True)
    return out


class Speakers:
    """Names of an article by place, to tell what kind of speaker stands in a stretch of words."""

    def __init__(self, text: str, names: Sequence[Any]) -> None:
        self.text = text
        self.names = sorted((n for n in names if getattr(n, "kind", None)), key=lambda n: n.start)
        self.starts = [n.start for n in self.names]
        self.counts: dict[str, int] = {}
        for n in self.names:
            self.counts[n.text] = self.counts.get(n.text, 0) + 1

    def between(self, start: int, end: int) -> list[Any]:
        """Names that begin between two offsets."""
        i = bisect_left(self.starts, start)
        out = []
        while i < len(self.names) and self.starts[i] < end:
            out.append(self.names[i])
            i += 1
        return out

    def inside(self, offset: int) -> bool:
        """Whether an offset stands in a name."""
        i = bisect_right(self.starts, offset) - 1
        return i >= 0 and offset < self.names[i].end

    def medium(self, words: Sequence[str], starts: Sequence[int], ends: Sequence[int], i: int, j: int) -> tuple[int, int] | None:
        """The first medium's name in words i to j."""
        known = media()
        for k in range(i, j):
            for form in known.get(words[k], ()):
                if tuple(words[k : k + len(form)]) == form and any(self.text[starts[x]].isupper() for x in range(k, k + len(form))):
                    if self.inside(starts[k + len(form) - 1]):
                        continue  # part of another name
                    first = k + 1 if words[k] in _ARTICLES and not self.text[starts[k]].isupper() else k
                    return starts[first], ends[k + len(form) - 1]
        return None

    def firm(self, start: int, end: int) -> tuple[str, tuple[int, int]] | None:
        """A firm's name between two offsets, one that the article names nowhere else."""
        for n in self.between(start, end):
            if n.kind in ("company", "bank", "investor", "other", "public_body") and self.counts[n.text] == 1:
                return "firm", (n.start, n.end)
        return None

    def judge(
        self, words: Sequence[str], starts: Sequence[int], ends: Sequence[int], i: int, j: int
    ) -> tuple[str, tuple[int, int] | None] | None:
        """What speaks in words i to j: its kind and the offsets of a source's name, None where nothing there can speak."""
        if i >= j:
            return None
        sets = current().sets
        names = self.between(starts[i], ends[j - 1])
        medium = next(((n.start, n.end) for n in names if n.kind == "media"), None) or self.medium(words, starts, ends, i, j)
        plain = {k for k in range(i, j) if not self.text[starts[k]].isupper()}
        hearsay = next((k for k in range(i, j) if k in plain and sets["source_nouns"].fits(words[k])), None)
        party = next((k for k in range(i, j) if (k in plain or k == i) and sets["party_nouns"].fits(words[k])), None)
        if medium is not None and (party is None or starts[party] > medium[0] or hearsay is not None and hearsay < party):
            return "media", medium
        if hearsay is not None and (party is None or hearsay < party):
            return "hearsay", medium
        study = any(k in plain and sets["study_nouns"].fits(words[k]) for k in range(i, j))
        if study and (firm := next((n for n in names if n.kind not in ("person", "place")), None)) is not None:
            return "firm", (firm.start, firm.end)
        if party is not None:
            body = next((n for n in names if n.kind == "public_body"), None)
            return ("body", (body.start, body.end)) if body is not None else ("party", None)
        for n in names:
            if n.kind == "public_body":
                return "body", (n.start, n.end)
            if n.kind in _PARTY_KINDS:
                return "party", None
        capital = next((k for k in range(i, j) if self.text[starts[k]].isupper() and words[k] not in _DETERMINERS), None)
        if capital is not None:
            return "party", None
        return None


def attributions(
    words: Sequence[str],
    starts: Sequence[int],
    ends: Sequence[int],
    hits: Sequence[tuple[int, int, str]],
    finite: Sequence[str | None],
    speakers: Speakers,
) -> list[Attribution]:
    """Every attribution of a sentence. `hits` holds (first word, word after the last, "say" or "according")."""
    out: list[Attribution] = []
    n = len(words)
    taken: set[int] = set()
    for i, j, kind in hits:
        if kind != "according" or i in taken:
            continue
        stop = _stop(words, j, n, finite)
        if words[i] == "selon" and j < n and words[j] in _QUE:
            if words[j].startswith("l") and (who := speakers.judge(words, starts, ends, max(0, i - 10), i)):
                out.append(Attribution(i, j + 1, "matrix", *who))
            continue
        who = speakers.judge(words, starts, ends, j, stop)
        if who is not None:
            if who[0] == "party" and words[i] in ("selon", "d'"):
                who = speakers.firm(starts[j], ends[stop - 1]) or who
            out.append(Attribution(i, stop, "prep", *who))
            taken.update(range(i, stop))
    for i, j, kind in hits:
        if kind == "say" and i not in taken and (found := _said(words, starts, ends, i, j, finite, speakers)):
            out.append(found)
            if found.form == "post":
                taken.update(range(found.start, found.end))
    return out


def _said(
    words: Sequence[str], starts: Sequence[int], ends: Sequence[int], i: int, j: int, finite: Sequence[str | None], speakers: Speakers
) -> Attribution | None:
    """The attribution that the verb of saying at words i to j makes, if it makes one."""
    n, first = len(words), i
    while first > 0 and words[first - 1] in _AUX and first > i - 3:
        first -= 1
    if finite[i] is None and not any(finite[k] for k in range(first, i)) or words[j - 1].endswith("-on"):
        return None
    study = words[i] in current().sets["study_verbs"].forms
    opens = first == 0 or words[first - 1] in _OPENS
    follows = j < n and (words[j] in _DETERMINERS or words[j] in _DAYS or speakers.text[starts[j]].isupper())
    if opens and follows and first > 0:
        stop = _stop(words, j, n, finite)
        who = speakers.judge(words, starts, ends, j, min(stop, j + 14))
        if who is not None:
            if study and who[0] == "party":
                who = speakers.firm(starts[j], ends[min(stop, j + 14) - 1]) or who
            return Attribution(first, stop, "post", *who)
    who = _subject(words, starts, ends, first, speakers)
    if who is None:
        return None
    if who[0] == "hearsay" and j < n and words[j] in ("à", "au"):
        # « des sources ont dit à Reuters »
        medium = speakers.medium(words, starts, ends, j, min(j + 4, n))
        who = ("media", medium) if medium else who
    k = j
    while k < n and k < j + 6 and (words[k] in _DAYS or words[k] in _FILL or words[k][0].isdigit()):
        k += 1
    quotes = k < n and (words[k] in _QUOTES or words[k].endswith(("er", "ir", "oir", "dre")))
    if study and who[0] == "party" and not quotes:
        firm = [x for x in speakers.between(starts[max(0, first - 6)], starts[first]) if x.kind not in ("person", "place", "product")]
        who = ("firm", (firm[-1].start, firm[-1].end)) if firm and words[i] not in ("compte", "note", "estime") else who
    elif not quotes and who[0] != "media":
        return None
    if who[0] == "body":
        who = "party", None
    return Attribution(first, j, "matrix", *who)


def _stop(words: Sequence[str], j: int, n: int, finite: Sequence[str | None]) -> int:
    """Where the noun phrase that begins at word j ends: at a sign or a finite verb."""
    k = j
    while k < n and words[k] not in _STOPS and words[k] not in ("que", "qu'", "qui", "dont") and not (finite[k] and k > j) and k < j + 16:
        k += 1
    return k


def _subject(
    words: Sequence[str], starts: Sequence[int], ends: Sequence[int], first: int, speakers: Speakers
) -> tuple[str, tuple[int, int] | None] | None:
    """The speaker before a verb of saying: back to the clause's beginning, over one aside between commas."""
    i = first - 1
    while i >= 0 and words[i] not in ";:()" and not (words[i] in ("que", "qu'", "qui", "mais") and i < first - 1) and first - i < 14:
        i -= 1
    i += 1
    before = words[first - 1] if first else ""
    if before in ("on", "-on", "t-on"):
        return None
    if before in ("il", "elle", "ils", "elles", "nous", "je"):
        return "party", None
    if before == "qui":
        return speakers.judge(words, starts, ends, max(0, first - 7), first - 1)
    comma = max((k for k in range(i, first) if words[k] == ","), default=None)
    if comma is not None and comma + 1 < first and (who := speakers.judge(words, starts, ends, comma + 1, first)):
        return who
    return speakers.judge(words, starts, ends, i, first)
