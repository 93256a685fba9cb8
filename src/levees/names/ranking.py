"""How well each entity fits a nominal: kind, gender, number, place, recency, salience."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from levees.names.lexicon import demonyms, nouns
from levees.names.model import ORGANISATIONS, NamedEntity, Nominal
from levees.names.tokens import Tokens, fold

# tuned by coordinate descent on the hand-written articles under models/articles
WEIGHTS = {
    "recency": 1.25,
    "decay": 0.45,
    "frequency": 0.4,
    "title": 0.65,
    "nearest": 0.15,
    "first": 0.2,
    "other_kind": -0.9,
    "place": 0.9,
    "place_miss": 0.0,
    "key": 0.5,
    "noun": 0.5,
    "same_sentence": -0.35,
    "famous": -1.0,
    "rival_first": -0.3,
    "far_pronoun": -0.8,
    "latter": 1.6,
    "person_gender": 1.0,
}


def kind_class(kind: str) -> bool:
    """Persons compete with persons for being the nearest, everything else with everything else."""
    return kind == "person"


@dataclass(slots=True)
class Profile:
    """What is known of an entity when nominals look for it."""

    starts: list[int]
    heads: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    famous: bool = False
    frequency: int = 0
    title: bool = False


def profiles(t: Tokens, entities: Sequence[NamedEntity]) -> list[Profile]:
    """What the article says of each entity, in the order of `entities`."""
    people, heads = demonyms(), nouns()
    out = []
    for e in entities:
        p = Profile([m.start for m in e.mentions])
        for m in e.mentions:
            for why in m.why:
                if why.startswith("apposition:") and (noun := heads.get(fold(why[11:]))):
                    p.heads.add(fold(noun.form))
                    p.keys.add(noun.key)
                elif why.startswith("lexicon:") and e.kind != "person":
                    p.famous = True
            at = bisect_right(t.starts, m.start) - 1
            last = bisect_right(t.starts, m.end - 1) - 1
            for k in range(max(0, at - 6), min(len(t), last + 12)):
                if t.sentence[k] != t.sentence[at]:
                    continue
                if t.folds[k] in people and (k < at or k <= last + 3):
                    p.places.add(people[t.folds[k]][0])
                elif t.shapes[k] == "U" and t.folds[k - 1] in ("a", "de", "en") and (k > last or k < at):
                    p.places.add(fold(t.words[k]))
        p.frequency = min(len(e.mentions), 6)
        out.append(p)
    first = min(range(len(entities)), key=lambda i: (entities[i].kind in ("place", "other", "media"), out[i].starts[0]), default=None)
    if first is not None:
        out[first].title = True
    return out


def rank(
    text: str,
    nominal: Nominal,
    place: str | None,
    entities: Sequence[NamedEntity],
    known: Sequence[Profile],
    ends: Sequence[int],
    taken: dict[int, int],
) -> list[tuple[int, float]]:
    """Candidates of one nominal, best first; `taken` says which entity earlier nominals went to."""
    here = bisect_right(ends, nominal.start)
    scored = []
    latest: dict[bool, int] = {}
    for e, p in zip(entities, known, strict=True):
        if e.kind not in ("place", "other", "media"):
            seen = max((s for s in p.starts if s < nominal.start), default=-1)
            latest[kind_class(e.kind)] = max(latest.get(kind_class(e.kind), -1), seen)
    for e, p in zip(entities, known, strict=True):
        if e.kind not in nominal.kinds and not (
            e.kind in ORGANISATIONS and nominal.kinds & ORGANISATIONS and nominal.head not in ("fund", "bank", "startup", "media", "public")
        ):
            continue
        before = [s for s in p.starts if s < nominal.start]
        if nominal.head == "person" and e.kind == "person" and (near := _announced(text, nominal, p)):
            scored.append((e.index, 3.0 - near * 0.01))
            continue
        if nominal.head == "pronoun" and any(0 < nominal.start - m.end <= 3 and "," in text[m.end : nominal.start] for m in e.mentions):
            if text[nominal.end : nominal.end + 1] == ",":  # « Alba, elle, attend »
                scored.append((e.index, 3.0))
                continue
        chain = [s for s, who in taken.items() if who == e.index and s < nominal.start]
        last = max(before + chain, default=None)
        if last is None:
            # named later: « Fondée en 2018, la société … » with its name to follow
            if nominal.head in ("pronoun", "possessive", "latter") and p.starts[0] < ends[min(here, len(ends) - 1)] and here == 0:
                scored.append((e.index, 0.15))
            continue
        distance = here - bisect_right(ends, last)
        score = (
            WEIGHTS["recency"] * math.exp(-WEIGHTS["decay"] * distance) + WEIGHTS["frequency"] * p.frequency + WEIGHTS["title"] * p.title
        )
        score += WEIGHTS["nearest"] if last == latest.get(kind_class(e.kind)) else 0.0
        first_here = _first_in_sentence(e, p, entities, ends, bisect_right(ends, last))
        score += WEIGHTS["first"] if first_here else 0.0
        if e.kind not in nominal.kinds:
            score += WEIGHTS["other_kind"]
        score += _agreement(nominal, e)
        if place is not None:
            wanted = fold(place)
            if wanted in {fold(x) for x in p.places}:
                score += WEIGHTS["place"]
            elif p.places:
                score += WEIGHTS["place_miss"]
        if nominal.head not in ("pronoun", "possessive", "latter"):
            if nominal.head in p.keys:
                score += WEIGHTS["key"]
            if any(h in fold(nominal.text) for h in p.heads):
                score += WEIGHTS["noun"]
            if distance == 0 and last in before and nominal.head != "person":
                score += WEIGHTS["same_sentence"]
            if nominal.head == "startup" and p.famous:
                score += WEIGHTS["famous"]
        if nominal.head == "rival":
            score += WEIGHTS["rival_first"] if first_here else 0.0
        if nominal.head in ("pronoun", "latter") and distance > 2:
            score += WEIGHTS["far_pronoun"]
        scored.append((e.index, score))
    if nominal.head == "latter" and scored:
        scored = _latest(nominal, scored, known)
    scored.sort(key=lambda x: (-x[1], x[0]))
    if not scored:
        return []
    best = scored[0][1]
    second = scored[1][1] if len(scored) > 1 and nominal.number == "s" else best - 1.5
    out = []
    for index, score in scored[:6]:
        margin = best - second if index == scored[0][0] else score - best
        out.append((index, round(1 / (1 + math.exp(-(score - 1.1) - 1.2 * margin)), 3)))
    return sorted(out, key=lambda x: -x[1])


def _latest(nominal: Nominal, scored: list[tuple[int, float]], known: Sequence[Profile]) -> list[tuple[int, float]]:
    """« Ce dernier », « celle-ci » point at the name that comes last before them, if its gender allows."""

    def last(index: int) -> int:
        return max((s for s in known[index].starts if s < nominal.start), default=-1)

    fitting = [index for index, score in scored if score > -0.5]
    nearest = max(fitting, key=last, default=None)
    return [(index, score + (WEIGHTS["latter"] if index == nearest else 0.0)) for index, score in scored]


def _announced(text: str, nominal: Nominal, p: Profile) -> int:
    """Distance to a name that a comma ties to a title before it: « le PDG et fondateur, X »; 0 when there is none."""
    for start in p.starts:
        between = text[nominal.end : start] if nominal.end < start <= nominal.end + 45 else ""
        if between.rstrip().endswith(",") and between.count(",") == 1 and not set(between) & set(".;:!?\n"):
            return start - nominal.end
    return 0


def _first_in_sentence(e: NamedEntity, p: Profile, entities: Sequence[NamedEntity], ends: Sequence[int], sentence: int) -> bool:
    begin = ends[sentence - 1] if sentence else -1
    end = ends[sentence] if sentence < len(ends) else ends[-1] + 1
    own = min((s for s in p.starts if begin <= s < end), default=None)
    if own is None:
        return False
    return not any(begin <= m.start < own for o in entities if o.index != e.index and o.kind not in ("place", "other") for m in o.mentions)


def _agreement(nominal: Nominal, e: NamedEntity) -> float:
    if nominal.head == "possessive":
        return 0.1 if e.kind in nominal.kinds and e.kind != "media" else -0.4
    if e.kind == "media":
        return -0.6 if nominal.head != "media" else 0.3
    if e.kind == "person":
        if nominal.gender and e.gender and nominal.gender != e.gender:
            return -2.0
        return WEIGHTS["person_gender"] if e.gender == nominal.gender and nominal.gender else 0.0
    if nominal.head in ("pronoun", "latter"):
        # companies take either gender in French; most often « elle » (la société) unless the article says « le groupe »
        if e.gender is None:
            return 0.1 if nominal.gender == "f" else -0.15
        return 0.3 if e.gender == nominal.gender else -0.5
    return 0.0
