"""« Le premier … le second », « l'un … l'autre », « tous deux », « ces derniers »: members of a pair or list named just before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from levees.names.lexicon import demonyms, nouns
from levees.names.model import ORGANISATIONS, NamedEntity, Nominal
from levees.names.tokens import Tokens
from levees.names.words import word_set

SURE = 0.9  # what a member of a pair gets: the order of the pair and agreement leave little doubt
OPEN = 0.49  # the most that anyone gets without a pair
BACK = 2  # sentences between a pair and what stands for it
KEPT = 3  # sentences after « le premier » in which « le second » may follow
_TOLD = frozenset({"media", "exchange"})  # who tells of it, and where: no party that « le premier » would mean beside another
_SINGLE = {"former": 0, "one": 0, "second": 1, "other": 1}
_AND = frozenset({"et", "ou", "ni", "&"})
_BETWEEN = (
    word_set("evidence.separators")
    | word_set("spans.titles")
    | word_set("spans.roles")
    | {"ni", "entre", "chez", "a", "au", ".", "-", "general", "generale"}
)
_ASIDE = 12  # words that an aside between two members may have: « Alba, éditeur de logiciels à Nantes, et Kerdoc »


@dataclass(frozen=True, slots=True)
class Series:
    """Entities named side by side in one sentence, in order; `joined` by « et », « ou », or else the only two of their sort there."""

    sentence: int
    end: int
    members: tuple[int, ...]
    joined: bool


def resolve(t: Tokens, nominals: Sequence[Nominal], entities: Sequence[NamedEntity]) -> list[Nominal]:
    """Fill in who is meant where the pair and agreement leave no choice; « l'un », « tous deux » that stay open are left out.

    >>> from levees.names.entities import build_entities
    >>> from levees.names.find import find_names
    >>> from levees.names.nominals import find_nominals
    >>> from levees.sentences import split_sentences
    >>> text = "Yann Morvan et Maëlle Gall quittent Alba. Le premier part en mai, la seconde partira en juin."
    >>> cut = split_sentences(text); names = find_names(text, cut); who = build_entities(text, names)
    >>> [(n.text, who[n.candidates[0][0]].name) for n in find_nominals(text, cut, names, who)]
    [('Le premier', 'Yann Morvan'), ('la seconde', 'Maëlle Gall')]
    """
    asked = [n for n in nominals if n.head in _SINGLE or n.head == "both" or (n.head == "latter" and n.number == "p")]
    if not asked:
        return list(nominals)
    series = _series(t, entities)
    opened: tuple[int, Series] | None = None  # the pair whose first member has been taken up
    lost = -1 - KEPT  # sentence of the last « le premier » of whom nobody knows
    for nominal in asked:
        here = t.sentence[bisect_right(t.starts, nominal.start) - 1]
        near = [s for s in series if s.end <= nominal.start and 0 <= here - s.sentence <= BACK]
        if nominal.head not in _SINGLE:
            _together(nominal, [s for s in near if s.joined], entities)
            continue
        if opened and here - opened[0] <= KEPT:
            pair: Series | None = opened[1]
        elif nominal.head == "other" or here - lost <= KEPT:
            pair = None
        else:
            pair = _pair(near if nominal.head != "second" else [s for s in near if s.joined], nominal, entities, here)
        member = pair.members[_SINGLE[nominal.head]] if pair else None
        if pair is None or member is None or not _agrees(nominal, entities[member], alone=True):
            if nominal.head in ("former", "one"):
                lost = here
            nominal.candidates = [(k, min(score, OPEN)) for k, score in nominal.candidates] if nominal.head in ("former", "second") else []
            continue
        rest = [(k, round(score * (1 - SURE), 3)) for k, score in nominal.candidates if k != member]
        nominal.candidates = [(member, SURE), *rest]
        opened = (here, pair)
    return [n for n in nominals if n.head not in ("one", "other", "both") or n.candidates]


def _together(nominal: Nominal, near: Sequence[Series], entities: Sequence[NamedEntity]) -> None:
    """« Tous deux », « ces derniers »: all members of the last series."""
    wanted = 2 if nominal.head == "both" else None
    last = [s for s in near if s.end == max(s.end for s in near)]
    fitting = [s for s in last if wanted in (None, len(s.members)) and _all_agree(nominal, s, entities)]
    if len(fitting) == 1:
        nominal.members = fitting[0].members
        nominal.candidates = [(who, 0.5) for who in nominal.members]


def _pair(near: Sequence[Series], nominal: Nominal, entities: Sequence[NamedEntity], here: int) -> Series | None:
    """The pair that « le premier » points into: the last one of the nearest sentence that has a series, if agreement allows it.

    Two parties that nothing joins have to stand in this sentence or the one before, alone of all sorts.
    """
    last = max((s.sentence for s in near), default=-1)
    at = _SINGLE[nominal.head]
    there = [s for s in near if s.sentence == last]
    pairs = [s for s in there if len(s.members) == 2 and _agrees(nominal, entities[s.members[at]], alone=True)]
    joined = [s for s in pairs if s.joined]
    if joined:
        return joined[-1]
    return pairs[0] if len(there) == len(pairs) == 1 and here - last <= 1 else None


def _agrees(nominal: Nominal, entity: NamedEntity, *, alone: bool) -> bool:
    """Gender of what is known to have one: a group of persons is masculine as soon as one of them is, so `alone` asks for more."""
    if nominal.gender is None or entity.gender is None or entity.kind != "person":
        return True
    return nominal.gender == entity.gender or (not alone and nominal.gender == "m")


def _all_agree(nominal: Nominal, series: Series, entities: Sequence[NamedEntity]) -> bool:
    who = [entities[k] for k in series.members]
    if not all(_agrees(nominal, e, alone=False) for e in who):
        return False
    # « ces derniers » is not said of women alone
    return not (nominal.gender == "m" and all(e.kind == "person" and e.gender == "f" for e in who))


def _series(t: Tokens, entities: Sequence[NamedEntity]) -> list[Series]:
    """Joined series, and the two parties of one sort that a sentence names and nobody else."""
    parties = [e for e in entities if e.kind in ORGANISATIONS or e.kind == "person"]
    mentions = sorted((m.start, m.end, e.index) for e in parties for m in e.mentions)
    by_sentence: dict[int, list[tuple[int, int, int]]] = {}  # first token, token after the last, entity
    for start, end, who in mentions:
        i, j = bisect_right(t.starts, start) - 1, bisect_right(t.starts, end - 1)
        by_sentence.setdefault(t.sentence[i], []).append((i, j, who))
    out: list[Series] = []
    for sentence, named in sorted(by_sentence.items()):
        found = _joined(t, sentence, named)
        if not found:
            for person in (True, False):
                sort = [(j, who) for _, j, who in named if (entities[who].kind == "person") == person and entities[who].kind not in _TOLD]
                members = tuple(dict.fromkeys(who for _, who in sort))
                if len(members) == 2:
                    found.append(Series(sentence, t.ends[sort[-1][0] - 1], members, joined=False))
        out.extend(found)
    return out


def _joined(t: Tokens, sentence: int, named: list[tuple[int, int, int]]) -> list[Series]:
    out: list[Series] = []
    run: list[tuple[int, int, int]] = []
    final = False  # « et » stands before the last member
    for mention in [*named, None]:
        if run and mention is not None:
            link = _link(t, run[-1][1], mention[0])
            if link is not None and not final:
                run.append(mention)
                final = link
                continue
        members = tuple(dict.fromkeys(who for _, _, who in run))
        if final and len(members) == len(run) > 1:
            out.append(Series(sentence, t.ends[run[-1][1] - 1], members, joined=True))
        run, final = ([mention] if mention is not None else []), False
    return out


def _link(t: Tokens, i: int, j: int) -> bool | None:
    """How tokens [i, j) join two names: True with « et », False with a comma alone, None if they do not."""
    between = t.folds[i:j]
    if not between or len(between) > _ASIDE:
        return None
    tail = max((k for k, w in enumerate(between) if w in _AND or w == ","), default=None)
    if tail is None or not all(_plain(t, i + k) for k in range(tail + 1, len(between))):
        return None
    joined = between[tail] in _AND
    if all(_plain(t, i + k) for k in range(tail)):
        return any(w in _AND for w in between)
    # an aside between two commas or in parentheses
    aside = between[0] in (",", "(") and tail > 0 and between[tail - 1] in (",", ")")
    return joined if joined and aside and not any(w in _VERBS for w in between) else None


def _plain(t: Tokens, k: int) -> bool:
    word = t.folds[k]
    return word in _BETWEEN or (t.shapes[k] == "l" and (word in nouns() or word in demonyms()))


_VERBS = word_set("split.verbs") | (word_set("split.auxiliary") - {"et", "a"})


def pointers(t: Tokens, k: int, free: bool) -> tuple[int, str, str | None, str] | None:
    """« L'un », « l'autre », « tous deux », « les deux » at token k: (token after it, head, gender, number).

    `free` says that no noun follows « les deux ».

    Left out are « l'un des fondateurs », « l'un l'autre », « de l'un à l'autre » and « d'un côté … de l'autre ».
    """
    folds, n = t.folds, len(t)
    key = folds[k]
    nxt = folds[k + 1] if k + 1 < n and t.sentence[k + 1] == t.sentence[k] else ""
    if key in ("tous", "toutes"):
        end = k + 2 if nxt == "deux" else k + 3 if nxt == "les" and folds[k + 2 : k + 3] == ["deux"] else 0
        return (end, "both", "f" if key == "toutes" else "m", "p") if end and _open(t, end) else None
    if key == "les" and nxt == "deux" and free and _open(t, k + 2):
        return k + 2, "both", None, "p"
    if key != "l'" or nxt not in ("un", "une", "autre"):
        return None
    if nxt == "autre":
        plain = not (k and folds[k - 1] in ("de", "d'") and folds[k - 2 : k - 1] != ["aupres"]) and _open(t, k + 2)
        return (k + 2, "other", None, "s") if plain else None
    gender = "f" if nxt == "une" else "m"
    after = folds[k + 2 : k + 7]
    if after[:1] in (["et"], ["ou"], ["ni"], ["comme"]) and after[1:3] == ["l'", "autre"]:
        return k + 5, "both", gender, "p"
    if after[:1] in (["de"], ["d'"], ["des"], ["du"]) or _each_other(t, k + 2):
        return None
    return (k + 2, "one", gender, "s") if _open(t, k + 2) else None


def _each_other(t: Tokens, k: int) -> bool:
    """« L'un l'autre », « l'un à côté de l'autre »: no comma and no verb before « l'autre »."""
    for m in range(k, min(k + 5, len(t) - 1)):
        if t.folds[m] == "l'" and t.folds[m + 1] == "autre":
            return True
        if t.shapes[m] != "l" or t.folds[m] in _VERBS:
            return False
    return False


def _open(t: Tokens, k: int) -> bool:
    """Whether what follows is no noun of its own: « l'autre fonds » is somebody else."""
    return k >= len(t) or t.folds[k] not in nouns() or t.folds[k] in ("associe", "associee")
