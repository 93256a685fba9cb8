"""Features of every pair of a nominal and an entity that it may stand for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

import numpy as np

from levees.names.lexicon import nouns
from levees.names.model import KINDS, ORGANISATIONS, Nominal
from levees.names.scene import ENTITY, MENTION, PREPOSITIONS, VERBS, Scene, stem, verb_class
from levees.names.tokens import fold
from levees.names.words import word_set

HEADS = (
    "il", "elle", "lui", "pronoun", "latter", "former", "second", "possessive", "demonym", "company", "startup", "group", "fund",
    "investor", "bank", "publicbank", "public", "media", "person", "angel", "rival", "acquirer", "seller", "target",
    "holder", "product", "agent", "other",
)  # fmt: skip
NOMINAL = (
    *(f"head_{h}" for h in HEADS), "masculine", "feminine", "plural", "place", "this", "same", "other_one", "young", "opens", "title",
    "modified", "quoted", "late", *(f"after_{k}" for k in range(5)), "object", *(f"does_{v}" for v in VERBS), "comma_after", "possessed",
)  # fmt: skip
PAIR = (
    "sentences", "same_sentence", "previous_sentence", "two_back", "three_to_five", "far", "decay", "tokens", "rank_all",
    "rank_kind", "latest", "latest_of_kind", "second_of_kind", "not_yet", "not_yet_here", "first_of_previous", "first_of_same",
    "subject_before", "mentioned_after", "right_after", "kind", "kind_class", "gender", "gender_clash", "gender_person", "place",
    "place_other", "head", "key", "near", "near_only", "wide", "wide_only", "named", "same_paragraph", "count_before", "verb",
    "verb_mention", "appositive", "announced", "pair_first", "pair_second", "follows", "only_of_kind", "rivals_of_kind",
    "first_of_paragraph", "count_in_paragraph", "count_in_last_paragraph", "topic", "fits_softly",
)  # fmt: skip
WIDTH = len(NOMINAL) + len(ENTITY) + len(MENTION) + len(PAIR)
_P = {name: k for k, name in enumerate(PAIR)}
_N = {name: k for k, name in enumerate(NOMINAL)}
_PRONOUNS = frozenset({"il", "elle", "lui", "pronoun", "latter", "former", "second", "possessive"})
_SMALL = word_set("spans.function") | word_set("nominals.verbish")


def head_class(nominal: Nominal) -> str:
    """The row of HEADS that a nominal belongs to."""
    if nominal.head == "pronoun":
        word = fold(nominal.text)
        return word if word in ("il", "elle", "lui") else "pronoun"
    return nominal.head if nominal.head in HEADS else "other"


def describe(scene: Scene, nominals: Sequence[tuple[Nominal, str | None]]) -> np.ndarray:
    """An array of nominals × entities × WIDTH."""
    t, entities = scene.tokens, scene.entities
    count = len(entities)
    out = np.zeros((len(nominals), count, WIDTH), np.float32)
    own, last_at = len(NOMINAL), len(NOMINAL) + len(ENTITY)
    pair = last_at + len(MENTION)
    out[:, :, own:last_at] = scene.entity
    kinds = np.array([_group(e.kind) for e in entities])
    alike = kinds == kinds[:, None]
    organised = np.array([e.kind in ORGANISATIONS for e in entities])
    ranks = np.arange(count)
    fitting: dict[frozenset[str], np.ndarray] = {}
    genders = np.array([{"m": 1, "f": 2}.get(e.gender or "", 0) for e in entities])
    person = np.array([e.kind == "person" for e in entities])
    paragraph = _paragraphs(t.text)
    at_mention = paragraph[scene.starts]
    title_end = t.text.find("\n")
    common = _shared(scene.near), _shared(scene.wide)
    for r, (nominal, place) in enumerate(nominals):
        i = bisect_right(t.starts, nominal.start) - 1
        j = bisect_right(t.starts, nominal.end - 1)
        s = t.sentence[i]
        name = head_class(nominal)
        words = _content(t, i, j, s) if name not in _PRONOUNS else set()
        _nominal_row(t, nominal, name, place, i, j, s, title_end, bool(words), out[r, 0, : len(NOMINAL)])
        out[r, 1:, : len(NOMINAL)] = out[r, 0, : len(NOMINAL)]
        f = out[r, :, pair:]
        before = int(np.searchsorted(scene.starts, nominal.start))
        last = np.full(count, -1)
        last[scene.owner[:before]] = np.arange(before)  # the later assignment wins: the last mention before
        seen = last >= 0
        out[r, seen, last_at:pair] = scene.mention[last[seen]]
        gap = np.where(seen, s - scene.sentence[last], 99)
        f[:, 0] = np.minimum(gap, 20) / 10
        f[:, 1], f[:, 2], f[:, 3] = gap == 0, gap == 1, gap == 2
        f[:, 4], f[:, 5] = (gap >= 3) & (gap <= 5), (gap > 5) & seen
        f[:, 6] = np.where(seen, np.exp(-0.45 * np.minimum(gap, 30)), 0)
        f[:, 7] = np.where(seen, np.log1p(np.maximum(0, i - scene.token[last])) / 5, 1)
        rank = np.empty(count, int)
        rank[np.argsort(-last, kind="stable")] = ranks
        f[:, 8] = np.where(seen, 1 / (1 + rank), 0)
        within = (alike & (last > last[:, None])).sum(1)
        f[:, 9] = np.where(seen, 1 / (1 + within), 0)
        f[:, 10], f[:, 11], f[:, 12] = seen & (rank == 0), seen & (within == 0), seen & (within == 1)
        later = scene.starts >= nominal.end
        after_here = later & (scene.sentence == s)
        f[:, 13] = ~seen
        here = np.zeros(count, bool)
        here[scene.owner[after_here]] = True
        f[:, 14] = ~seen & here
        first = scene.mention[:, 0] > 0
        _flag(f, _P["first_of_previous"], scene.owner[first & (scene.sentence == s - 1)])
        _flag(f, _P["first_of_same"], scene.owner[:before][first[:before] & (scene.sentence[:before] == s)])
        subject = scene.mention[:, 6] > 0
        _flag(f, _P["subject_before"], scene.owner[:before][subject[:before] & (scene.sentence[:before] >= s - 1)])
        f[:, _P["mentioned_after"]] = here
        soon = after_here & (scene.token - j < 8)
        _flag(f, _P["right_after"], scene.owner[soon])
        fits = fitting.get(nominal.kinds)
        if fits is None:
            fits = fitting[nominal.kinds] = np.array([e.kind in nominal.kinds for e in entities])
        f[:, _P["kind"]] = fits
        f[:, _P["kind_class"]] = fits | organised if nominal.kinds & ORGANISATIONS else fits
        gender = {"m": 1, "f": 2}.get(nominal.gender or "", 0)
        agree = (genders == gender) & (gender > 0)
        clash = (genders > 0) & (gender > 0) & (genders != gender)
        f[:, _P["gender"]], f[:, _P["gender_clash"]], f[:, _P["gender_person"]] = agree & ~person, clash & ~person, agree & person
        f[:, _P["gender_person"]] -= clash & person
        if place is not None:
            wanted = fold(place)
            f[:, _P["place"]] = [wanted in p for p in scene.folded_places]
            f[:, _P["place_other"]] = [bool(p) and wanted not in p for p in scene.folded_places]
        if words:
            noun = t.folds[i + 1 : j]
            forms = {w for w in noun if w in nouns()} | {" ".join(noun)}
            f[:, _P["head"]] = [bool(forms & h) for h in scene.heads]
            f[:, _P["key"]] = [nominal.head in k for k in scene.keys]
            f[:, _P["near"]], f[:, _P["near_only"]] = _overlap(words, scene.near, common[0])
            f[:, _P["wide"]], f[:, _P["wide_only"]] = _overlap(words, scene.wide, common[1])
            f[:, _P["named"]] = [bool(words & n) for n in scene.named]
        same = at_mention[:before] == paragraph[nominal.start]
        _flag(f, _P["same_paragraph"], scene.owner[:before][same])
        if same.any():
            f[:, _P["count_in_paragraph"]] = np.log1p(np.bincount(scene.owner[:before][same], minlength=count))
            opening = [e for e in scene.owner[:before][same] if kinds[e] < 2]
            f[opening[:1], _P["first_of_paragraph"]] = 1
        if before and not same.all():
            prior = at_mention[:before][~same][-1]
            held = at_mention[:before] == prior
            f[:, _P["count_in_last_paragraph"]] = np.log1p(np.bincount(scene.owner[:before][held], minlength=count))
        topical = scene.mention[:before, _TOPIC] > 0
        _flag(f, _P["topic"], scene.owner[:before][topical & (scene.sentence[:before] >= s - 1)])
        f[:, _P["fits_softly"]] = scene.beliefs @ _allowed(nominal.kinds)
        f[:, _P["count_before"]] = np.log1p(np.bincount(scene.owner[:before], minlength=count))
        deeds = out[r, 0, _N[f"does_{VERBS[0]}"] : _N[f"does_{VERBS[0]}"] + len(VERBS)]
        at = ENTITY.index(f"ever_does_{VERBS[0]}")
        f[:, _P["verb"]] = (scene.entity[:, at : at + len(VERBS)] * deeds).max(1)
        at = MENTION.index(f"does_{VERBS[0]}")
        f[seen, _P["verb_mention"]] = (scene.mention[last[seen], at : at + len(VERBS)] * deeds).max(1)
        between = t.text[scene.ends[before - 1] : nominal.start] if before else "x"
        if before and not between.strip(" ,") and "," in between and t.text[nominal.end : nominal.end + 1] == ",":
            f[scene.owner[before - 1], _P["appositive"]] = 1  # « Alba, elle, attend »
        if before < len(scene.starts):
            between = t.text[nominal.end : scene.starts[before]]
            if len(between) <= 45 and _ANNOUNCED.fullmatch(between):
                f[scene.owner[before], _P["announced"]] = 1  # « le PDG et fondateur, X »
            if len(between) <= 60 and _WITHIN.fullmatch(between):
                f[scene.owner[before], _P["follows"]] = 1  # « l'éditeur d'annuaires PagesJaunes »
        if name in ("former", "second"):
            pair_of = _pair_before(scene, before, s)
            for e, column in zip(pair_of, ("pair_first", "pair_second"), strict=False):
                f[e, _P[column]] = 1
        rivals = fits & seen
        f[:, _P["only_of_kind"]] = rivals & (rivals.sum() == 1)
        f[:, _P["rivals_of_kind"]] = np.log1p(rivals.sum()) / 3
    return out


def _paragraphs(text: str) -> np.ndarray:
    """The number of line ends before each character."""
    out = np.zeros(len(text) + 1, int)
    at = -1
    while (at := text.find("\n", at + 1)) >= 0:
        out[at + 1] = 1
    return np.cumsum(out)


_ANNOUNCED = re.compile(r"[^,.;:!?\n]*,\s*")


_WITHIN = re.compile(r" (?:de |d['’]|du |des )?[a-zé-]+(?: [a-zéèêàâîôûç'’-]+){0,5} ")


def _pair_before(scene: Scene, before: int, s: int) -> list[int]:
    """The two parties that « le premier … le second » may point at: the only two of the nearest sentence that has two."""
    for sentence in (s, s - 1, s - 2):
        at = [k for k in range(before) if scene.sentence[k] == sentence and not scene.entity[scene.owner[k], _PLACE]]
        who = list(dict.fromkeys(int(scene.owner[k]) for k in at))
        if len(who) >= 2:
            return who[:2] if len(who) == 2 else who[-2:]
    return []


_PLACE = ENTITY.index("place")
_TOPIC = MENTION.index("topic")


def _allowed(kinds: frozenset[str]) -> np.ndarray:
    return np.array([k in kinds for k in KINDS], np.float32)


def _flag(f: np.ndarray, column: int, owners: np.ndarray) -> None:
    f[owners, column] = 1


def _group(kind: str) -> int:
    return 1 if kind == "person" else 2 if kind in ("place", "other") else 3 if kind == "media" else 0


def _shared(sets: list[set[str]]) -> dict[str, int]:
    out: dict[str, int] = {}
    for words in sets:
        for w in words:
            out[w] = out.get(w, 0) + 1
    return out


def _overlap(words: set[str], sets: list[set[str]], common: dict[str, int]) -> tuple[list[float], list[float]]:
    hits = [words & s for s in sets]
    return [float(bool(h)) for h in hits], [sum(1 / common[w] for w in h) for h in hits]


def _content(t, i: int, j: int, s: int) -> set[str]:  # noqa: ANN001
    """Beginnings of the words of a nominal and of what qualifies it: « l'éditeur de logiciels de paie »."""
    out = {stem(w) for w in t.folds[i + 1 : j] if len(w) > 3 and w not in _SMALL}
    for k in range(j, min(j + 6, len(t.folds))):
        if t.sentence[k] != s or t.shapes[k] not in "leU" or (t.folds[k] in _VERBISH and t.folds[k] != "a") or verb_class(t.folds[k]) >= 0:
            break
        if len(t.folds[k]) > 3 and t.folds[k] not in _SMALL:
            out.add(stem(t.folds[k]))
    return out


_VERBISH = word_set("nominals.verbish")


def _nominal_row(t, nominal: Nominal, name: str, place: str | None, i: int, j: int, s: int, title_end: int, modified: bool, row) -> None:  # noqa: ANN001
    row[_N[f"head_{name}"]] = 1
    row[_N["masculine"]], row[_N["feminine"]], row[_N["plural"]] = nominal.gender == "m", nominal.gender == "f", nominal.number == "p"
    folds = t.folds
    inside = set(folds[i:j])
    row[_N["place"]] = place is not None
    row[_N["this"]] = folds[i] in ("ce", "cet", "cette", "ces")
    row[_N["same"]] = "meme" in inside
    row[_N["other_one"]] = "autre" in inside
    row[_N["young"]] = bool(inside & {"jeune", "jeunes", "start-up", "startup"})
    row[_N["opens"]] = t.initial[i] or i == 0 or t.sentence[i - 1] != s
    row[_N["title"]] = nominal.end <= title_end
    row[_N["modified"]] = modified
    opened, closed = t.text.rfind("«", 0, nominal.start), t.text.rfind("»", 0, nominal.start)
    row[_N["quoted"]] = opened > closed
    row[_N["late"]] = min(s, 20) / 20
    if i and t.sentence[i - 1] == s:
        word = folds[i] if folds[i] in ("du", "au", "des", "aux") else folds[i - 1]
        if (p := PREPOSITIONS.get(word)) is not None:
            row[_N[f"after_{p}"]] = 1
            if p == 2 and i > 1 and folds[i - 2] in ("aupres", "cotes"):
                row[_N["after_1"]] = 1
        row[_N["object"]] = verb_class(folds[i - 1]) >= 0
    for k in range(j, min(j + 5, len(folds))):
        if t.sentence[k] != s or t.shapes[k] == "p":
            break
        if (v := verb_class(folds[k])) >= 0:
            row[_N[f"does_{VERBS[v]}"]] = 1
            break
    row[_N["comma_after"]] = j < len(folds) and folds[j] == ","
    row[_N["possessed"]] = folds[i] in ("son", "sa", "ses", "leur", "leurs")
