"""An article as nominals look at it: where each entity stands, in which part, and what is said of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from levees.names.lexicon import demonyms, nouns
from levees.names.model import KINDS, NamedEntity
from levees.names.tokens import Tokens, fold
from levees.names.words import word_set

PREPOSITIONS = {
    **dict.fromkeys(("par",), 0),
    **dict.fromkeys(("aupres", "chez", "avec", "cotes"), 1),
    **dict.fromkeys(("de", "d'", "du", "des"), 2),
    **dict.fromkeys(("a", "au", "aux", "en", "dans", "sur", "pour", "vers", "contre"), 3),
    **dict.fromkeys(("selon", "que", "qu'"), 4),
}
_ARTICLES = frozenset({"le", "la", "l'", "les", "m", "mme", "."})
_VERBS = {name: tuple(word_set(f"parts.{name}")) for name in ("buy", "sell", "raise", "invest", "say", "lead")}
VERBS = tuple(_VERBS)
_DEALS = {word: k for k, name in enumerate(("bought", "invested")) for word in word_set(f"parts.{name}")}
_SMALL = word_set("spans.function") | word_set("nominals.verbish")


@lru_cache(maxsize=20_000)
def verb_class(word: str) -> int:
    """Which kind of deed a folded word form tells of, by its beginning; -1 for none."""
    for k, stems in enumerate(_VERBS.values()):
        if word.startswith(stems):
            return k
    return -1


def stem(word: str) -> str:
    """The beginning that « éditeur », « éditrice » and « édite » share."""
    return word[:5]


# what is known of one mention: its place in its sentence and the part it plays there
MENTION = (
    "first", "by", "with", "of", "at", "that", "subject", "aside", "comma", "bought", "invested",
    *(f"does_{v}" for v in VERBS), *(f"suffers_{v}" for v in VERBS), "topic",
)  # fmt: skip
ENTITY = (
    *KINDS, *(f"seems_{k}" for k in KINDS), "masculine", "feminine", "count", "share", "first_sentence", "title",
    "first_of_kind", "famous", "words",
    *(f"ever_{m}" for m in MENTION),
)  # fmt: skip


@dataclass(slots=True)
class Scene:
    """Arrays over mentions and entities, in the order of the text and of `entities`."""

    tokens: Tokens
    entities: Sequence[NamedEntity]
    starts: np.ndarray  # of mentions, by character
    ends: np.ndarray
    owner: np.ndarray  # entity of each mention
    sentence: np.ndarray
    token: np.ndarray
    mention: np.ndarray  # mentions × MENTION
    entity: np.ndarray  # entities × ENTITY
    heads: list[set[str]] = field(default_factory=list)  # nouns that stand by the name
    keys: list[set[str]] = field(default_factory=list)
    near: list[set[str]] = field(default_factory=list)  # beginnings of words beside the name
    wide: list[set[str]] = field(default_factory=list)  # and in its sentences
    named: list[set[str]] = field(default_factory=list)  # in the name itself
    places: list[set[str]] = field(default_factory=list)
    folded_places: list[set[str]] = field(default_factory=list)
    beliefs: np.ndarray = field(default_factory=lambda: np.zeros((0, len(KINDS)), np.float32))


def look(t: Tokens, entities: Sequence[NamedEntity]) -> Scene:
    """What the article says of each entity."""
    ordered = sorted((m.start, m.end, e.index) for e in entities for m in e.mentions)
    starts = np.array([a for a, _, _ in ordered])
    scene = Scene(
        t, entities, starts, np.array([b for _, b, _ in ordered]), np.array([e for _, _, e in ordered]),
        np.zeros(len(ordered), int), np.zeros(len(ordered), int), np.zeros((len(ordered), len(MENTION)), np.float32),
        np.zeros((len(entities), len(ENTITY)), np.float32),
    )  # fmt: skip
    for name in ("heads", "keys", "near", "wide", "named", "places"):
        setattr(scene, name, [set() for _ in entities])
    content = [stem(w) if s in "lUc" and len(w) > 3 and w not in _SMALL else "" for w, s in zip(t.folds, t.shapes, strict=True)]
    bounds = _bounds(t)
    opened = -1  # sentence whose first name has been seen
    for k, (start, end, owner) in enumerate(ordered):
        i = bisect_right(t.starts, start) - 1
        j = bisect_right(t.starts, end - 1)  # the token after the name
        s = t.sentence[i]
        scene.sentence[k], scene.token[k] = s, i
        low, high = bounds[s]
        _part(t, i, j, low, high, scene.mention[k])
        party = entities[owner].kind not in ("place", "other")
        if party:
            scene.mention[k, 0] = s != opened
            opened = s
        _said(t, i, j, low, high, content, scene, owner)
    _sum_up(scene)
    scene.folded_places = [{fold(p) for p in places} for places in scene.places]
    return scene


def _bounds(t: Tokens) -> dict[int, tuple[int, int]]:
    """First token of each sentence, and the one after its last."""
    out: dict[int, tuple[int, int]] = {}
    for k, s in enumerate(t.sentence):
        out[s] = (out[s][0] if s in out else k, k + 1)
    return out


def _part(t: Tokens, i: int, j: int, low: int, high: int, row: np.ndarray) -> None:
    folds = t.folds
    before = i - 1
    while before >= low and folds[before] in _ARTICLES:
        before -= 1
    noun = nouns()
    while before > low and folds[before] in noun and before > i - 4:  # « auprès du fonds X »
        before -= 1
        if folds[before] in _ARTICLES:
            before -= 1
    if before >= low:
        word = folds[before]
        row[_TOPIC] = before <= low + 3 and _turns_to(folds, before, low)
        if (p := PREPOSITIONS.get(word)) is not None:
            row[1 + p] = 1
            if p == 2 and before > low:
                if folds[before - 1] in ("aupres", "cotes"):
                    row[2] = 1
                elif (deal := _DEALS.get(folds[before - 1])) is not None:
                    row[9 + deal] = 1
        elif (v := verb_class(word)) >= 0:
            row[11 + len(VERBS) + v] = 1
    after = folds[j] if j < high else ""
    if after in _VERBAL or verb_class(after) >= 0:
        row[6] = 1
    row[7] = (i > low and folds[i - 1] == "(") or after == ")"
    row[8] = after == ","
    if row[1] or row[2] or row[3]:
        return
    for k in range(j, min(j + 4, high)):
        if t.shapes[k] == "p":
            break
        if (v := verb_class(folds[k])) >= 0:
            row[11 + v] = 1
            break


def _turns_to(folds: list[str], k: int, low: int) -> bool:
    """« Chez X, … », « Quant à X, … », « Du côté de X, … »."""
    word = folds[k]
    return (
        word == "chez"
        or word in ("a", "au") and k > low and folds[k - 1] == "quant"
        or word in ("de", "du") and "cote" in folds[max(low, k - 2) : k]
    )  # fmt: skip


_TOPIC = MENTION.index("topic")
_VERBAL = word_set("nominals.verbish") | word_set("split.verbs")


def _said(t: Tokens, i: int, j: int, low: int, high: int, content: list[str], scene: Scene, owner: int) -> None:
    heads, people = nouns(), demonyms()
    near, wide = scene.near[owner], scene.wide[owner]
    for k in range(i, j):
        if content[k]:
            scene.named[owner].add(content[k])
    for k in range(i - 1, max(low, i - 7) - 1, -1):  # back to where the noun phrase begins
        if t.shapes[k] == "p":
            break
        if content[k]:
            near.add(content[k])
            if (noun := heads.get(t.folds[k])) is not None:
                scene.heads[owner].add(t.folds[k])
                scene.keys[owner].add(noun.key)
        if t.folds[k] in ("le", "la", "l'", "un", "une", "les", "du", "au"):
            break
    opened = j < high and t.folds[j] in (",", "(")
    for k in range(j, min(high, j + 12)):
        if k > j and t.shapes[k] == "p" and t.folds[k] not in ("-", "'"):
            break
        if not opened and k > j + 1:
            break
        if content[k]:
            near.add(content[k])
            if (noun := heads.get(t.folds[k])) is not None:
                scene.heads[owner].add(t.folds[k])
                scene.keys[owner].add(noun.key)
    for k in range(max(low, i - 12), min(high, j + 14)):
        if content[k]:
            wide.add(content[k])
        if t.folds[k] in people and (k < i and k > i - 7 or j <= k < j + 3):
            scene.places[owner].add(people[t.folds[k]][0])
        elif t.shapes[k] == "U" and k and t.folds[k - 1] in ("a", "de", "en") and (k >= j or k < i) and i - 7 < k < j + 12:
            scene.places[owner].add(fold(t.words[k]))


def _beliefs(e: NamedEntity) -> list[float]:
    """How far the evidence of all mentions speaks for each kind."""
    total = dict.fromkeys(KINDS, 0.0)
    for m in e.mentions:
        for kind, belief in (m.kinds or {m.kind: m.score}).items():
            total[kind] += max(0.0, belief)
    whole = sum(total.values()) or 1.0
    return [v / whole for v in total.values()]


def _sum_up(scene: Scene) -> None:
    out, entities = scene.entity, scene.entities
    k = 2 * len(KINDS)
    scene.beliefs = np.array([_beliefs(e) for e in entities], np.float32).reshape(len(entities), len(KINDS))
    out[:, len(KINDS) : k] = scene.beliefs
    counts = np.bincount(scene.owner, minlength=len(entities)) if len(scene.owner) else np.zeros(len(entities))
    title = scene.tokens.text.find("\n")
    seen: set[str] = set()
    first = np.full(len(entities), 10**9)
    for start, owner in zip(scene.starts[::-1], scene.owner[::-1], strict=True):
        first[owner] = start
    begin = scene.sentence[0] if len(scene.sentence) else 0
    for e in sorted(entities, key=lambda e: first[e.index]):
        row = out[e.index]
        row[KINDS.index(e.kind) if e.kind in KINDS else KINDS.index("other")] = 1
        row[k] = e.gender == "m"
        row[k + 1] = e.gender == "f"
        row[k + 2] = np.log1p(counts[e.index])
        row[k + 3] = counts[e.index] / max(1, len(scene.owner))
        own = scene.owner == e.index
        row[k + 4] = bool((scene.sentence[own] == begin).any())
        row[k + 5] = first[e.index] < title
        group = "person" if e.kind == "person" else "place" if e.kind in ("place", "other", "media") else "party"
        row[k + 6] = group not in seen
        seen.add(group)
        row[k + 7] = e.kind != "person" and any(w.startswith("lexicon:") for m in e.mentions for w in m.why)
        row[k + 8] = len(e.name.split()) > 1
        if own.any():
            row[k + 9 :] = scene.mention[own].max(0)
