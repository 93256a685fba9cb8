"""Nominals, pronouns and possessives, and the entities they may stand for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from levees.names.lexicon import Noun, demonyms, known_names, nouns
from levees.names.model import Name, NamedEntity, Nominal
from levees.names.pairs import pointers, resolve
from levees.names.plurals import settle
from levees.names.ranking import rank
from levees.names.scene import verb_class
from levees.names.tokens import Tokens, fold, tokenise
from levees.names.words import word_set

_DEFINITE = {
    "le": "m",
    "la": "f",
    "l'": None,
    "ce": "m",
    "cet": "m",
    "cette": "f",
    "du": "m",
    "au": "m",
    "les": None,
    "ces": None,
    "aux": None,
    "des": None,
}
_PLURAL = word_set("nominals.plural")
_POSSESSIVE = word_set("nominals.possessive")
_PRONOUNS: dict[str, tuple[str | None, str]] = {
    "elle": ("f", "s"),
    "il": ("m", "s"),
    "lui": (None, "s"),
    "elles": ("f", "p"),
    "ils": ("m", "p"),
    "celle-ci": ("f", "s"),
    "celui-ci": ("m", "s"),
    "celles-ci": ("f", "p"),
    "ceux-ci": ("m", "p"),
    "celle-la": ("f", "s"),
    "celui-la": ("m", "s"),
}
_BEFORE = word_set("nominals.before")
_IMPERSONAL = word_set("nominals.impersonal")
_ORG = frozenset({"company", "investor", "bank", "public_body", "media", "exchange"})
_SUBJECTS = _ORG | {"person"}
_LINKS = word_set("nominals.links")


def find_nominals(text: str, sentences: Sequence[tuple[int, int]], names: Sequence[Name], entities: Sequence[NamedEntity]) -> list[Nominal]:
    """Nominals in order, each with its candidates; a candidate list may be empty.

    Scores are probabilities; what is left of one is the probability that none of them is meant. Below 0.5 none should be taken as sure.

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
    found = gather(tokens, spans)
    if not found or not entities:
        return [nominal for nominal, _ in found]
    rank(tokens, found, entities)
    for nominal, _ in found:
        if nominal.number == "p":
            settle(tokens, nominal, entities)
    return resolve(tokens, [nominal for nominal, _ in found], entities)


def gather(t: Tokens, spans: list[tuple[int, int]]) -> list[tuple[Nominal, str | None]]:
    """Nominals without their candidates, each with the place that it names, if any; `spans` are the names found."""
    heads = nouns()
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
            out.append((_nominal(t, k, k + 1, "latter" if "-" in key else "pronoun", _SUBJECTS, gender, number), None))
            k += 1
            continue
        if key in ("ce", "cette", "ces") and k + 1 < n and t.folds[k + 1] in ("dernier", "derniere", "derniers", "dernieres"):
            last = t.folds[k + 1]
            if k + 2 >= n or t.shapes[k + 2] != "l" or t.folds[k + 2] not in heads:
                gender = "f" if last.startswith("derniere") else "m"
                out.append((_nominal(t, k, k + 2, "latter", _SUBJECTS | {"product"}, gender, "p" if last.endswith("s") else "s"), None))
                k += 2
                continue
        if "-" in key and (inverted := _INVERTED.search(key)):
            gender, number = _PRONOUNS[inverted[1]]
            found_at = t.ends[k] - len(inverted[1])
            text = t.text[found_at : t.ends[k]]
            out.append((Nominal(found_at, t.ends[k], text, "pronoun", _SUBJECTS, gender, number), None))
            k += 1
            continue
        if key in _POSSESSIVE:
            head = _head(t, k + 1)
            if head is not None and head[2] in heads and heads[head[2]].key in ("rival", "company", "person") and head[2] in _RELATIONAL:
                noun = heads[head[2]]
                out.append(
                    (_nominal(t, k, head[1], noun.key, frozenset(noun.kinds), noun.gender if noun.gender != "x" else None, "s"), None)
                )
            number = "p" if key in ("leur", "leurs") else "s"
            out.append((_nominal(t, k, k + 1, "possessive", _SUBJECTS | {"product"}, None, number), None))
            k += 1
            continue
        if (pointer := pointers(t, k, _stands_alone(t, k + 2))) is not None:
            end, head_of, gender, number = pointer
            out.append((_nominal(t, k, end, head_of, _SUBJECTS, gender, number), None))
            k = end
            continue
        if key in _DEFINITE and (ordinal := _ordinal(t, k)) is not None:
            out.append((ordinal, None))
            k += 2
            continue
        if key in _DEFINITE:
            found = _definite(t, k, named)
            if found is not None:
                out.append(found)
                k = max(k + 1, t_index(t, found[0].end, k))
                continue
        k += 1
    return out


def t_index(t: Tokens, end: int, k: int) -> int:
    """Index of the first token at or after an offset, looking from token k on."""
    while k < len(t) and t.starts[k] < end:
        k += 1
    return k


_RELATIONAL = word_set("nominals.relational")


_INVERTED = re.compile(r"(?:^|[a-z]-)(?:t-)?(elles?|ils?)$")  # « dit-elle », « a-t-il »


def _impersonal(t: Tokens, k: int) -> bool:
    nxt = t.folds[k + 1 : k + 4]
    if len(nxt) > 1 and nxt[0] == "y":
        return nxt[1] in ("a", "avait", "aura", "aurait", "eut", "ait") and not (len(nxt) > 2 and t.words[k + 3].endswith(_PARTICIPLE))
    if len(nxt) > 1 and nxt[0] in ("reste", "existe"):
        return nxt[1] in ("a", "un", "une", "des", "de", "d'", "du", "que", "qu'", "donc", "encore") or nxt[1][:1].isdigit()
    return bool(nxt) and (nxt[0] in _IMPERSONAL or nxt[0] in ("s'", "n'", "ne", "en") and len(nxt) > 1 and nxt[1] in _IMPERSONAL)


_AGENT = re.compile(r"[a-z-]{2,}(?:eur|euse|trice|ier|iere|iste|icien|icienne|logue|erie|graphe)")
_NOT_AGENTS = word_set("nominals.not_agents")


def _noun(form: str) -> Noun | None:
    """What the lexicon says of a noun; failing that, what its ending says: « le plasturgiste », « la biscuiterie »."""
    if (known := nouns().get(form)) is not None:
        return known
    if len(form) > 6 and form not in _NOT_AGENTS and form not in demonyms() and _AGENT.fullmatch(form):
        if form.endswith("erie"):
            return Noun(form, "company", ("company",), "f")
        gender = "f" if form.endswith(("euse", "trice", "iere", "ienne")) else "x" if form.endswith(("iste", "logue", "graphe")) else "m"
        return Noun(form, "agent", ("company", "investor", "person"), gender)
    return None


_PARTICIPLE = ("é", "mis", "pris", "fait", "vu", "tenu")


def _head(t: Tokens, k: int) -> tuple[int, int, str] | None:
    """The longest noun at token k, after adjectives that precede it: (start, end, folded noun)."""
    heads = nouns()
    for skip in range(3):
        at = k + skip
        for span in (4, 3, 2, 1):
            if at + span > len(t) or t.sentence[at + span - 1] != t.sentence[k - 1]:
                continue
            form = " ".join(t.folds[at : at + span])
            if form in heads or span == 1 and t.shapes[at] == "l" and _noun(form) is not None:
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
            # an adjective of place follows its noun: what comes next is none, unless a name does (« l'américain Alba »)
            follows = k + 2 < len(t) and (named(k + 2) or t.folds[k + 2] in heads)
            manner = k and t.folds[k - 1] == "a" and key in ("la", "l'")  # « à l'américaine »
            if number == "s" and not follows and not manner:
                return _nominal(t, k, k + 2, "demonym", frozenset({"company", "investor", "bank"}), "m" if key != "la" else "f", "s"), place
        return None
    noun = _noun(head[2])
    if noun is None:
        return None
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
    while (
        near < len(t)
        and near - end < 2
        and t.sentence[near] == t.sentence[k]
        and t.shapes[near] == "l"
        and t.folds[near] not in _LINKS
        and not named(near)
    ):
        near += 1
    if near < len(t) and t.sentence[near] == t.sentence[k] and named(near) and near - end <= 1 and t.shapes[near - 1] != "p":
        if near == end or t.folds[near - 1] not in _VERBISH:
            return None  # « la start-up Alba »: the name itself says it
    if (
        head[2] in _NEEDS_OWNER
        and end + 1 < len(t)
        and t.folds[end] in _LINKS
        and any(named(m) and not _town(t, m) for m in range(end + 1, min(end + 3, len(t))))
    ):
        return None  # « le PDG de Tesla », « la filiale de Total »
    if end + 1 < len(t) and t.folds[end] in _LINKS and t.sentence[end + 1] == t.sentence[k]:
        m = end + 1
        while m < len(t) and t.folds[m] in ("la", "l'", "le"):
            m += 1
        if m < len(t) and named(m):
            place = fold(t.words[m])
    if _introduces(t, end, k, named):
        return None
    gender = _DEFINITE[key] or (noun.gender if noun.gender != "x" else None)
    return _nominal(t, k, end, noun.key, frozenset(noun.kinds), gender, "p" if plural else "s"), place


def _town(t: Tokens, k: int) -> bool:
    """Whether a place of the lexicons begins at token k: « la filiale de Séville »."""
    hit = known_names().longest(t, k)
    return hit is not None and all(e.kind == "place" for e in hit[1])


_PARTING = frozenset({"et", "ou", "ne", "se", "par", "chez"})


def _introduces(t: Tokens, end: int, k: int, named) -> bool:  # noqa: ANN001
    """« Le spécialiste des données Collibra »: the name follows within the noun phrase."""
    m = end
    while m < len(t) and m - end < 6 and t.sentence[m] == t.sentence[k] and not named(m):
        word = t.folds[m]
        if t.shapes[m] not in "le" or word in _VERBISH and word != "pour" or word in _VERBS or word in _PARTING:
            return False
        m += 1
    if not (end < m < len(t) and t.sentence[m] == t.sentence[k] and named(m)):
        return False
    last = t.folds[m - 1]
    if last in _KIN or last in _FUNCTION or t.shapes[m - 1] != "l":
        return False
    return m - end > 1 and t.folds[end] in ("de", "d'", "du", "des", "en")


def _stands_alone(t: Tokens, k: int) -> bool:
    """Whether token k cannot be the noun that an adjective before it belongs to."""
    if k >= len(t) or t.shapes[k] in "pe":
        return True
    word = t.folds[k]
    return (
        t.shapes[k] == "n"
        or word in _VERBISH
        or word in _VERBS
        or word in _FUNCTION
        or word in _DEEDS
        or verb_class(word) >= 0
        or bool(_TENSE.fullmatch(word))
    )


_KIN = word_set("nominals.kin")  # « l'entreprise des frères Collison »
_FUNCTION = word_set("spans.function") - {"premier", "premiere", "second", "seconde", "autre", "autres", "meme", "the", "of", "by", "in"}
_VERBS = word_set("split.verbs")
_DEEDS = word_set("nominals.deeds")
_TENSE = re.compile(
    r"(?!portr|retr|extr|forf|souh|attr|opera)[a-z]{2,}(?:ait|aient|era|erait|eront|ira|irait)"
)  # no present: « prendrait », « dirigera »
_ORDINALS = {
    "premier": ("former", "m"),
    "premiere": ("former", "f"),
    "second": ("second", "m"),
    "seconde": ("second", "f"),
    "deuxieme": ("second", None),
}


def _ordinal(t: Tokens, k: int) -> Nominal | None:
    """« Le premier … le second » that stand for names, not before a noun of their own."""
    if k + 1 >= len(t) or t.folds[k + 1] not in _ORDINALS or t.sentence[k] != t.sentence[k + 1]:
        return None
    after = t.folds[k + 2] if k + 2 < len(t) and t.sentence[k + 2] == t.sentence[k] else "."
    if after in ("a", "de", "d'", "du", "des", "en", "et", "ou", "-", "(", "'") and t.words[k + 2] != "a" or not _stands_alone(t, k + 2):
        return None
    key, gender = _ORDINALS[t.folds[k + 1]]
    return _nominal(t, k, k + 2, key, _SUBJECTS | {"product"}, gender or _DEFINITE[t.folds[k]], "s")


_NEEDS_OWNER = word_set("nominals.needs_owner") | {
    "directeur general",
    "directrice generale",
    "maison mere",
    "directeur financier",
    "président-directeur general",
}
_VERBISH = word_set("nominals.verbish")


def _nominal(t: Tokens, i: int, j: int, head: str, kinds: frozenset[str], gender: str | None, number: str) -> Nominal:
    start, end = t.starts[i], t.ends[j - 1]
    return Nominal(start, end, t.text[start:end], head, kinds, gender, number)
