"""Nominals, pronouns and possessives, and the entities they may stand for."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from levees.names.lexicon import demonyms, given_names, nouns
from levees.names.model import Name, NamedEntity, Nominal
from levees.names.tokens import Tokens, fold, tokenise

_DEFINITE = {"le": "m", "la": "f", "l'": None, "ce": "m", "cet": "m", "cette": "f", "du": "m", "au": "m", "les": None, "ces": None, "aux": None, "des": None}
_PLURAL = frozenset("les ces aux des".split())
_POSSESSIVE = frozenset("son sa ses leur leurs".split())
_PRONOUNS = {
    "elle": ("f", "s"),
    "il": ("m", "s"),
    "elles": ("f", "p"),
    "ils": ("m", "p"),
    "celle-ci": ("f", "s"),
    "celui-ci": ("m", "s"),
    "celles-ci": ("f", "p"),
    "ceux-ci": ("m", "p"),
    "celle-la": ("f", "s"),
    "celui-la": ("m", "s"),
}
_BEFORE = frozenset(
    "jeune jeunes nouveau nouvel nouvelle ancien ancienne grand grande petit petite premier premiere second seconde deux trois quatre autre seule seul "
    "celebre puissant puissante vieux vieille futur future ex ex- dit dite meme propre principal principale riche".split()
)
_IMPERSONAL = frozenset("y faut faudra faudrait s'agit agit semble semblerait suffit convient importe pleut reste existe fallait fallu".split())
_ORG = frozenset({"company", "investor", "bank", "public_body", "media", "exchange"})
_SUBJECTS = _ORG | {"person"}
_LINKS = frozenset("de du d' des a en".split())


@dataclass(slots=True)
class _Profile:
    """What is known of an entity when nominals look for it."""

    starts: list[int]
    heads: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    famous: bool = False
    weight: float = 0.0


def find_nominals(
    text: str, sentences: Sequence[tuple[int, int]], names: Sequence[Name], entities: Sequence[NamedEntity]
) -> list[Nominal]:
    """Nominals in order, each with its candidates; a candidate list may be empty.

    Scores run from 0 to 1 and are comparable within one nominal; below 0.5 no candidate should be taken as sure.

    >>> from levees.names.entities import build_entities
    >>> from levees.names.find import find_names
    >>> from levees.sentences import split_sentences
    >>> text = "Alba lève 3 M€. La jeune pousse lyonnaise emploie dix personnes."
    >>> cut = split_sentences(text); names = find_names(text, cut); who = build_entities(text, names)
    >>> [(n.text, who[n.candidates[0][0]].name) for n in find_nominals(text, cut, names, who)]
    [('La jeune pousse lyonnaise', 'Alba')]
    """
    tokens = tokenise(text, list(sentences))
    spans = sorted((n.start, n.end) for n in names)
    found = _gather(tokens, spans)
    if not found or not entities:
        return [nominal for nominal, _ in found]
    profiles = _profiles(tokens, entities)
    ends = [b for _, b in sentences]
    out = []
    taken: dict[int, int] = {}  # start of a nominal -> entity it was best for: a chain goes on
    for nominal, place in found:
        nominal.candidates = _rank(text, nominal, place, entities, profiles, ends, taken)
        if nominal.candidates and nominal.candidates[0][1] >= 0.5 and nominal.head != "possessive":
            taken[nominal.start] = nominal.candidates[0][0]
        out.append(nominal)
    return out


def _gather(t: Tokens, spans: list[tuple[int, int]]) -> list[tuple[Nominal, str | None]]:
    heads, people = nouns(), demonyms()
    starts = [a for a, _ in spans]

    def named(k: int) -> bool:
        at = bisect_right(starts, t.starts[k]) - 1
        return at >= 0 and spans[at][1] > t.starts[k]

    out: list[tuple[Nominal, str | None]] = []
    k, n = 0, len(t)
    while k < n:
        key = t.folds[k]
        if named(k):
            k += 1
            continue
        if key in _PRONOUNS and not (key == "il" and _impersonal(t, k)):
            gender, number = _PRONOUNS[key]
            out.append((_nominal(t, k, k + 1, "pronoun", _SUBJECTS, gender, number), None))
            k += 1
            continue
        if key in ("ce", "cette", "ces") and k + 1 < n and t.folds[k + 1] in ("dernier", "derniere", "derniers", "dernieres"):
            last = t.folds[k + 1]
            if k + 2 >= n or t.shapes[k + 2] != "l" or t.folds[k + 2] not in heads:
                gender = "f" if last.startswith("derniere") else "m"
                out.append((_nominal(t, k, k + 2, "pronoun", _SUBJECTS | {"product"}, gender, "p" if last.endswith("s") else "s"), None))
                k += 2
                continue
        if key in _POSSESSIVE:
            head = _head(t, k + 1)
            if head is not None and heads[head[2]].key in ("rival", "company", "person") and head[2] in _RELATIONAL:
                noun = heads[head[2]]
                out.append((_nominal(t, k, head[1], noun.key, frozenset(noun.kinds), noun.gender if noun.gender != "x" else None, "s"), None))
            number = "p" if key in ("leur", "leurs") else "s"
            out.append((_nominal(t, k, k + 1, "possessive", _SUBJECTS | {"product"}, None, number), None))
            k += 1
            continue
        if key in _DEFINITE:
            found = _definite(t, k, named)
            if found is not None:
                out.append(found)
                k = max(k + 1, t_index(t, found[0].end, k))
                continue
        k += 1
    del people
    return out


def t_index(t: Tokens, end: int, k: int) -> int:
    """Index of the first token at or after an offset, looking from token k on."""
    while k < len(t) and t.starts[k] < end:
        k += 1
    return k


_RELATIONAL = frozenset("rival rivale concurrent concurrente filiale maison mere maison-mere patron patronne pdg fondateur fondatrice dirigeant dirigeante president presidente "
                        "directeur directrice actionnaire partenaire acquereur investisseur maison mère".split())  # fmt: skip


def _impersonal(t: Tokens, k: int) -> bool:
    nxt = t.folds[k + 1 : k + 4]
    return bool(nxt) and (nxt[0] in _IMPERSONAL or nxt[0] in ("s'", "n'", "ne", "en") and len(nxt) > 1 and nxt[1] in _IMPERSONAL)


def _head(t: Tokens, k: int) -> tuple[int, int, str] | None:
    """The longest noun at token k, after adjectives that precede it: (start, end, folded noun)."""
    heads = nouns()
    for skip in range(3):
        at = k + skip
        for span in (4, 3, 2, 1):
            if at + span > len(t) or t.sentence[at + span - 1] != t.sentence[k - 1]:
                continue
            form = " ".join(t.folds[at : at + span])
            if form in heads:
                return at, at + span, form
        if at >= len(t) or t.folds[at] not in _BEFORE:
            return None
    return None


def _definite(t: Tokens, k: int, named) -> tuple[Nominal, str | None] | None:  # noqa: ANN001
    heads, people = nouns(), demonyms()
    key = t.folds[k]
    place: str | None = None
    head = _head(t, k + 1)
    if head is None:
        # « le toulousain », « l'américain »: a demonym as a noun
        if key in ("le", "l'", "la", "du", "au") and k + 1 < len(t) and t.folds[k + 1] in people and t.sentence[k] == t.sentence[k + 1]:
            place, gender, number = people[t.folds[k + 1]]
            after = t.folds[k + 2] if k + 2 < len(t) else ""
            if number == "s" and (k + 2 >= len(t) or t.shapes[k + 2] == "p" or after in _VERBISH) and not (k + 2 < len(t) and named(k + 2)):
                return _nominal(t, k, k + 2, "demonym", frozenset({"company", "investor", "bank"}), "m" if key != "la" else "f", "s"), place
        return None
    noun = heads[head[2]]
    if k and t.sentence[k - 1] == t.sentence[k] and t.folds[k - 1] in ("est", "etait", "devient", "reste", "demeure", "sera", "serait"):
        return None  # a predicate says something of its subject, it refers to nobody else
    if noun.kinds == ("place",) or noun.key == "product" and key not in ("ce", "cet", "cette", "ces", "le", "la"):
        return None
    plural = key in _PLURAL
    counted = any(w in ("deux", "trois", "quatre") for w in t.folds[k + 1 : head[0]])
    if plural and not counted and key != "ces":
        return None
    end = head[1]
    while end < len(t) and t.sentence[end] == t.sentence[k] and t.shapes[end] == "l" and t.folds[end] in people:
        place = people[t.folds[end]][0]
        end += 1
    near = end
    while near < len(t) and near - end < 2 and t.sentence[near] == t.sentence[k] and t.shapes[near] == "l" and t.folds[near] not in _LINKS and not named(near):
        near += 1
    if near < len(t) and t.sentence[near] == t.sentence[k] and named(near) and near - end <= 1 and t.shapes[near - 1] != "p":
        if near == end or t.folds[near - 1] not in _VERBISH:
            return None  # « la start-up Alba »: the name itself says it
    if head[2] in _NEEDS_OWNER and end + 1 < len(t) and t.folds[end] in _LINKS and any(named(m) for m in range(end + 1, min(end + 3, len(t)))):
        return None  # « le PDG de Tesla », « la filiale de Total »
    if end + 1 < len(t) and t.folds[end] in _LINKS and t.sentence[end + 1] == t.sentence[k]:
        m = end + 1
        while m < len(t) and t.folds[m] in ("la", "l'", "le"):
            m += 1
        if m < len(t) and named(m):
            place = fold(t.words[m])
    gender = noun.gender if noun.gender != "x" else _DEFINITE[key]
    return _nominal(t, k, end, noun.key, frozenset(noun.kinds), gender, "p" if plural else "s"), place


_NEEDS_OWNER = frozenset(
    "filiale pdg dg ceo patron patronne dirigeant dirigeante fondateur fondatrice cofondateur cofondatrice president presidente directeur directrice "
    "actionnaire concurrent rival marque client partenaire maison mere maison-mere createur creatrice".split()
) | {"directeur general", "directrice generale", "maison mere", "directeur financier", "président-directeur general"}
_VERBISH = frozenset(
    "a est sera avait etait va veut vient doit peut se s' ne n' compte prevoit et qui que dont avec pour affirme assure indique annonce leve valorise "
    "emploie revendique espere vise aura serait aurait pourrait devrait souhaite cherche developpe propose".split()
)


def _nominal(t: Tokens, i: int, j: int, head: str, kinds: frozenset[str], gender: str | None, number: str) -> Nominal:
    start, end = t.starts[i], t.ends[j - 1]
    return Nominal(start, end, t.text[start:end], head, kinds, gender, number)


def _profiles(t: Tokens, entities: Sequence[NamedEntity]) -> list[_Profile]:
    people, heads = demonyms(), nouns()
    out = []
    for e in entities:
        p = _Profile([m.start for m in e.mentions])
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
        p.weight = 0.15 * min(len(e.mentions), 6)
        out.append(p)
    first = min(range(len(entities)), key=lambda i: (entities[i].kind in ("place", "other", "media"), out[i].starts[0]), default=None)
    if first is not None:
        out[first].weight += 0.5
    return out


def _rank(
    text: str,
    nominal: Nominal,
    place: str | None,
    entities: Sequence[NamedEntity],
    profiles: Sequence[_Profile],
    ends: Sequence[int],
    taken: dict[int, int],
) -> list[tuple[int, float]]:
    here = bisect_right(ends, nominal.start)
    scored = []
    given = given_names()
    for e, p in zip(entities, profiles, strict=True):
        if e.kind not in nominal.kinds and not (e.kind in _ORG and nominal.kinds & _ORG and nominal.head not in ("fund", "bank", "startup", "media", "public")):
            continue
        before = [s for s in p.starts if s < nominal.start]
        if nominal.head == "person" and e.kind == "person" and (near := _announced(text, nominal, p)):
            scored.append((e.index, 3.0 - near * 0.01))
            continue
        chain = [s for s, who in taken.items() if who == e.index and s < nominal.start]
        last = max(before + chain, default=None)
        if last is None:
            # named later: « Fondée en 2018, la société … » with its name to follow
            if nominal.head in ("pronoun", "possessive") and p.starts[0] < ends[min(here, len(ends) - 1)] and here == 0:
                scored.append((e.index, 0.15))
            continue
        distance = here - bisect_right(ends, last)
        score = 1.4 * math.exp(-0.45 * distance) + p.weight
        first_here = _first_in_sentence(e, p, entities, ends, bisect_right(ends, last))
        score += 0.35 if first_here else 0.0
        if e.kind not in nominal.kinds:
            score -= 0.9
        score += _agreement(nominal, e)
        if place is not None:
            wanted = fold(place)
            if wanted in {fold(x) for x in p.places}:
                score += 0.9
            elif wanted in given or any(wanted == fold(x.name) for x in entities if x.kind == "person"):
                score += 0.0
        if nominal.head not in ("pronoun", "possessive"):
            if nominal.head in p.keys:
                score += 0.5
            if any(h in fold(nominal.text) for h in p.heads):
                score += 0.5
            if distance == 0 and last in before and nominal.head != "person":
                score -= 0.35
            if nominal.head == "startup" and p.famous:
                score -= 0.5
        if nominal.head == "rival":
            score -= 0.3 if first_here else 0.0
        if nominal.head == "pronoun" and distance > 2:
            score -= 0.8
        scored.append((e.index, score))
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


def _announced(text: str, nominal: Nominal, p: _Profile) -> int:
    """Distance to a name that a comma ties to a title before it: « le PDG et fondateur, X »; 0 when there is none."""
    for start in p.starts:
        between = text[nominal.end : start] if nominal.end < start <= nominal.end + 45 else ""
        if between.rstrip().endswith(",") and between.count(",") == 1 and not set(between) & set(".;:!?\n"):
            return start - nominal.end
    return 0


def _first_in_sentence(e: NamedEntity, p: _Profile, entities: Sequence[NamedEntity], ends: Sequence[int], sentence: int) -> bool:
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
        return 0.2 if e.gender == nominal.gender and nominal.gender else 0.0
    if nominal.head == "pronoun":
        # companies take either gender in French; most often « elle » (la société) unless the article says « le groupe »
        if e.gender is None:
            return 0.1 if nominal.gender == "f" else -0.15
        return 0.3 if e.gender == nominal.gender else -0.5
    return 0.0
