"""Surface strategies: what the order of the words says of a trigger's arguments, parse or no parse.

Walks are bounded (`REACH` tokens or fillers), so that a text is read in linear time however it is built.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from levees.rules.article import PREPOSITIONS, Article, Filler
from levees.rules.words import Hit, same

REACH = 45
NEAR = 12  # tokens between a verb and a name that is its object
LINK = 9  # tokens between a preposition and what it brings
_BREAKS = frozenset({";", "•", "▪", "●", "|"})


@dataclass(slots=True)
class Site:
    """A trigger seen in an article: where it stands, what form its verb has."""

    article: Article
    hit: Hit
    voice: str
    form: str
    noun: bool
    low: int
    high: int

    @property
    def sentence(self) -> int:
        """The number of the sentence that it stands in."""
        return self.article.sentence_of[self.hit.head]


Fits = Callable[[Filler], bool]


def left(site: Site) -> Iterator[Filler]:
    """Fillers of the clause before the trigger, nearest first."""
    row = site.article.inside(site.sentence)
    k = bisect_left(row, site.hit.start, key=lambda f: f.start)
    for f in reversed(row[max(0, k - REACH) : k]):
        if f.start < site.low:
            return
        if f.end <= site.hit.start:
            yield f


def right(site: Site) -> Iterator[Filler]:
    """Fillers of the clause after the trigger, nearest first."""
    row = site.article.inside(site.sentence)
    k = bisect_left(row, site.hit.start, key=lambda f: f.start)
    for f in row[k : k + REACH]:
        if f.start >= site.high:
            return
        if f.end > site.hit.start + 1 or f.start > site.hit.start:
            yield f


def before(site: Site, fits: Fits) -> Iterator[Filler]:
    """Leftwards, leaving out what a preposition brings or brackets hold, but for a relative's antecedent."""
    words, begin = site.article.words, site.article.syntax.verb_start(site.hit.head) if not site.noun else site.hit.start
    relative = begin > site.low and words[begin - 1] == "qui"
    aside = begin > site.low and words[begin - 1] in (",", ")", "–", "-", "—")
    for f in left(site):
        if not fits(f):
            continue
        if relative:
            yield f
            relative = False
        elif site.article.preposition(f) == "" and not _bracketed(site, f):
            after = words[f.end] if f.end < len(words) else ""
            if aside and after not in (",", "(", "–", "-", "—") and f.end < begin - 1:
                continue
            yield f


def _bracketed(site: Site, f: Filler) -> bool:
    words = site.article.words
    return f.start > 0 and words[f.start - 1] == "(" and not any(w == "(" for w in words[site.low : site.hit.start] if w == ")")


def after(site: Site, fits: Fits) -> Iterator[Filler]:
    """Rightwards, leaving out names that a preposition brings or that stand far off."""
    for f in right(site):
        if f.entity >= 0 and f.start - site.hit.end > NEAR:
            return
        if fits(f) and (f.entity < 0 or site.article.preposition(f) == ""):
            yield f


def before_any(site: Site, fits: Fits) -> Iterator[Filler]:
    """Leftwards, whatever brings it."""
    yield from filter(fits, left(site))


def after_any(site: Site, fits: Fits) -> Iterator[Filler]:
    """Rightwards, whatever brings it."""
    yield from filter(fits, right(site))


def agent_side(site: Site, fits: Fits) -> Iterator[Filler]:
    """Where an agent stands: before an active verb, after « par » otherwise."""
    if site.voice == "active" and not site.noun:
        yield from before(site, fits)
    else:
        yield from after_words(site, [("par",)], fits)


def patient_side(site: Site, fits: Fits) -> Iterator[Filler]:
    """Where a patient stands: after an active verb, before a passive one, after « de » for a noun."""
    if site.noun:
        yield from after_words(site, [("de",)], fits)
    elif site.voice == "active":
        yield from after(site, fits)
    elif site.voice == "passive":
        yield from before(site, fits)
    else:
        yield from before_any(site, fits)


def nearest(site: Site, fits: Fits) -> Iterator[Filler]:
    """The nearest of the clause, on either side."""
    middle = site.hit.head
    found = [f for f in (*left(site), *right(site)) if fits(f)]
    yield from sorted(found, key=lambda f: (max(f.start - middle, middle - f.end + 1), f.start))


def sentence(site: Site, fits: Fits) -> Iterator[Filler]:
    """Anything of the sentence, left to right."""
    yield from filter(fits, site.article.inside(site.sentence)[: 2 * REACH])


def previous(site: Site, fits: Fits) -> Iterator[Filler]:
    """What the two sentences before speak of: their first fitting filler that no preposition brings."""
    for k in range(site.sentence - 1, max(site.sentence - 3, -1), -1):
        row = [f for f in site.article.inside(k)[:REACH] if fits(f)]
        yield from (f for f in row if site.article.preposition(f) == "")
        yield from (f for f in row if site.article.preposition(f) != "")


def topic(site: Site, fits: Fits) -> Iterator[Filler]:
    """The party that the article names most, in its title or first sentences; nothing where two are level."""
    counts: dict[int, int] = {}
    first: dict[int, Filler] = {}
    for f in site.article.fillers[:400]:
        if f.entity >= 0 and not f.options and fits(f):
            counts[f.entity] = counts.get(f.entity, 0) + 1 + 2 * (f.sentence < 2 and f.entity not in first)
            first.setdefault(f.entity, f)
    ranked = sorted(counts, key=lambda e: (-counts[e], first[e].start))
    if ranked and (len(ranked) == 1 or counts[ranked[0]] > counts[ranked[1]]):
        yield first[ranked[0]]


def title(site: Site, fits: Fits) -> Iterator[Filler]:
    """The first fitting filler of the article's first sentence."""
    yield from filter(fits, site.article.inside(0)[:REACH])


def trigger(site: Site, fits: Fits) -> Iterator[Filler]:
    """What the trigger itself holds."""
    for at in range(site.hit.start, site.hit.end):
        yield from (f for f in site.article.at.get(at, ()) if fits(f))


def _links(site: Site, wanted: Sequence[tuple[str, ...]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where one of the phrases stands between two tokens: (first token, token after), left to right."""
    words = site.article.words
    firsts: dict[str, list[tuple[str, ...]]] = {}
    for phrase in wanted:
        firsts.setdefault(phrase[0], []).append(phrase)
    loose = [w for w in firsts if w.endswith("*") or w in ("de", "d'", "à", "au", "le", "la")]
    for i in range(start, min(end, start + REACH)):
        keys = [words[i]] if words[i] in firsts else []
        keys += [w for w in loose if w != words[i] and same(w, words[i])]
        for phrase in (p for k in keys for p in firsts[k]):
            if i + len(phrase) <= end and all(same(w, words[i + k]) for k, w in enumerate(phrase)):
                yield i, i + len(phrase)


def after_words(site: Site, wanted: Sequence[tuple[str, ...]], fits: Fits) -> Iterator[Filler]:
    """What stands right after a preposition that follows the trigger."""
    wanted = [p if p != ("du",) else ("de",) for p in wanted]
    for _, begin in _links(site, wanted, site.hit.head + 1 if site.noun or site.hit.end - site.hit.start == 1 else site.hit.end, site.high):
        row = site.article.inside(site.sentence)
        k = bisect_left(row, begin, key=lambda f: f.end - 1)
        for f in row[k : k + 4]:
            if f.start - begin > LINK or any(
                w in _BREAKS or w in (",", ":", "par", "et") for w in site.article.words[begin : max(f.start, begin)]
            ):
                break
            if fits(f):
                yield f
                break
            if f.entity >= 0 and not f.options:
                break


def before_words(site: Site, wanted: Sequence[tuple[str, ...]], fits: Fits) -> Iterator[Filler]:
    """What stands right before one of the words, itself before the trigger: « X, qui … »."""
    found = list(_links(site, wanted, max(site.low, site.hit.start - REACH), site.hit.start))
    for begin, _ in reversed(found):
        for f in left(site):
            if f.end <= begin and begin - f.end <= 3 and fits(f):
                yield f
                break


def list_after(site: Site, wanted: Sequence[tuple[str, ...]], fits: Fits) -> Iterator[Filler]:
    """All of the enumeration that begins after a cue anywhere in the sentence."""
    low, high = site.article.bounds[site.sentence]
    low, high = max(low, site.hit.start - REACH), min(high, site.hit.end + 2 * REACH)
    words = site.article.words
    for _, begin in _links(site, wanted, low, high):
        row = site.article.inside(site.sentence)
        k = bisect_left(row, begin, key=lambda f: f.end - 1)
        for f in row[k : k + 3]:
            if f.start - begin > LINK or any(w in _BREAKS for w in words[begin : max(f.start, begin)]):
                break
            if f.entity >= 0:
                yield from (g for g in site.article.group(f) if g.start >= f.start and fits(g))
                break


def role_of(site: Site, wanted: Sequence[tuple[str, ...]], fits: Fits) -> Iterator[Filler]:
    """The name that stands right after a preposition that follows a title near the trigger: « directeur général de X »."""
    titles = [f for f in site.article.inside(site.sentence)[: 2 * REACH] if f.kind.startswith("word:")]
    words = site.article.words
    for t in sorted(titles, key=lambda f: abs(f.start - site.hit.head)):
        for phrase in wanted:
            if t.end + len(phrase) <= site.high and all(
                same(p, w) for p, w in zip(phrase, words[t.end : t.end + len(phrase)], strict=True)
            ):
                yield from (f for f in site.article.inside(site.sentence) if 0 <= f.start - t.end - len(phrase) <= 4 and fits(f))


def next_one(site: Site, fits: Fits) -> Iterator[Filler]:
    """What stands right after the trigger."""
    words = site.article.words
    for f in right(site):
        if f.start - site.hit.end > LINK or any(
            w in _BREAKS or w in (",", ":", "(") or w in PREPOSITIONS for w in words[site.hit.end : max(f.start, site.hit.end)]
        ):
            return
        if fits(f):
            yield f
        elif f.entity >= 0 and not f.options:
            return


def prior(site: Site, fits: Fits) -> Iterator[Filler]:
    """What stands right before the trigger."""
    words, begin = site.article.words, site.hit.start if site.noun else site.article.syntax.verb_start(site.hit.head)
    for f in left(site):
        between = words[f.end : begin]
        if begin - f.end > 4 or any(w in _BREAKS or w == ":" or (w == "," and site.voice != "participle") for w in between):
            return
        if fits(f):
            yield f


def measure(site: Site, fits: Fits) -> Iterator[Filler]:
    """What measures a noun, right before it: « 12 M€ de chiffre d'affaires »."""
    words, begin = site.article.words, site.hit.start
    while begin > site.low and words[begin - 1] in ("de", "d'", "en", "du", "des"):
        begin -= 1
    if begin < site.hit.start:
        yield from (f for f in site.article.at.get(begin - 1, ()) if f.end == begin and fits(f))


def owner(site: Site, fits: Fits) -> Iterator[Filler]:
    """The possessive before a noun: « sa série B »."""
    for at in range(max(site.hit.start - 2, site.low), min(site.hit.start + 1, site.high)):
        yield from (f for f in site.article.at.get(at, ()) if f.role == "owner" and fits(f))


def pronoun(site: Site, fits: Fits) -> Iterator[Filler]:
    """Any pronoun or possessive of the clause: what it speaks of."""
    yield from (f for f in (*left(site), *right(site)) if f.role and fits(f))


def dative(site: Site, fits: Fits) -> Iterator[Filler]:
    """The pronoun in a verb group: « lui a prêté »."""
    for at in range(site.article.syntax.verb_start(site.hit.head), site.hit.head):
        yield from (f for f in site.article.at.get(at, ()) if f.role == "dative" and fits(f))


def opening(site: Site, fits: Fits) -> Iterator[Filler]:
    """A participle that opens its sentence: the subject after the comma. « Fondée en 2015, X … »"""
    words = site.article.words
    if site.voice != "participle" or site.hit.head - site.low > 2:
        return
    for f in right(site):
        if (
            fits(f)
            and words[f.start - 1 : f.start] != ["par"]
            and "," in words[site.hit.end : f.start]
            and site.article.preposition(f) == ""
        ):
            yield f
            return


def whole(site: Site, fits: Fits) -> Iterator[Filler]:
    """The trigger's noun phrase as text."""
    a = site.article
    start, end = site.hit.start, site.hit.end
    while (
        end < site.high
        and end - start < 14
        and a.words[end] not in (",", ".", ";", ":", "(", ")")
        and end not in a.at
        and not (a.syntax.parsed and a.syntax.pos[end] in ("VERB", "AUX"))
    ):
        end += 1
    yield Filler(start, end, "phrase", a.text(start, end), a.starts[start], a.ends[end - 1], a.text(start, end), site.sentence)
