"""Which candidates stand: capitals that mean nothing, spans already taken, proposals from outside."""

from __future__ import annotations

import re
from collections.abc import Sequence

from levees.names.candidate import Candidate
from levees.names.model import Name
from levees.names.spans import Runs
from levees.names.words import word_set

BODIES = word_set("spans.bodies")
DAYS = word_set("spans.days")
FUNCTION = word_set("spans.function")
INSTITUTIONS = word_set("spans.institutions")
PORTFOLIOS = word_set("split.portfolios")
ROLES = word_set("spans.roles")
TITLES = word_set("spans.titles")

_AFTER = frozenset(",:(-–—’")
_KEEP_ALONE = frozenset({"company", "public_body", "investor", "bank", "person", "media", "exchange", "product"})


def split_pairs(runs: Runs, candidates: list[Candidate]) -> list[Candidate]:
    """Take a run apart where two names only stand side by side, and keep to known names in lines set in capitals."""
    t = runs.t
    out: list[Candidate] = []
    for c in candidates:
        if t.shouting[t.sentence[c.i]] and not c.certain:
            out.extend(_loud(runs, c))
            continue
        if c.j - c.i > 1 and not c.entries and c.i > 0:
            # « Tesla Elon Musk »: a known organisation right before a given name and a surname
            hit = runs.table.longest(t, c.i)
            if hit and hit[0] <= c.j - 2 and t.folds[hit[0]] in runs.given and hit[1][0].kind in ("company", "media", "bank"):
                if t.words[c.j - 1] not in runs.words and t.folds[c.i] not in runs.given:
                    out.append(Candidate(c.i, hit[0], hit[1]))
                    out.append(Candidate(hit[0], c.j))
                    continue
            # « le ministre de l'Intérieur Yann Morvan »: the office, then who holds it
            if t.folds[c.i] in PORTFOLIOS and c.j - c.i > 2 and t.folds[c.i + 1] in runs.given:
                out.append(Candidate(c.i + 1, c.j, bonus={"person": 2.0}, why=["apposition:ministre"]))
                continue
        out.append(c)
    return out


def _loud(runs: Runs, c: Candidate) -> list[Candidate]:
    """Names inside a stretch of capitals: what the lexicons or the rest of the article know."""
    t = runs.t
    out: list[Candidate] = []
    k = c.i
    while k < c.j:
        hit = runs.table.longest(t, k)
        if hit and (hit[0] - k > 1 or t.folds[k] not in runs.common or t.folds[k] in runs.mid):
            out.append(Candidate(k, hit[0], hit[1]))
            k = hit[0]
            continue
        end = k
        while end < c.j and t.folds[end] in runs.mid:
            end += 1
        if end > k and any(t.folds[m] not in runs.common for m in range(k, end)):
            out.append(Candidate(k, end))
        elif t.shapes[k] == "U" and len(t.words[k]) > 2 and t.folds[k] not in runs.common and t.folds[k] not in FUNCTION:
            end = k + 1
            out.append(Candidate(k, end))
        k = max(end, k + 1)
    return out


def add_missed(runs: Runs, candidates: list[Candidate], proposals: Sequence[Name]) -> list[Candidate]:
    """Let a trained recogniser add names, and set boundaries where it is sure."""
    if not proposals:
        return candidates
    t = runs.t
    starts = {s: k for k, s in enumerate(t.starts)}
    ends = {e: k + 1 for k, e in enumerate(t.ends)}
    out = list(candidates)
    for p in proposals:
        i, j = starts.get(p.start), ends.get(p.end)
        if i is None or j is None or i >= j or p.kind == "other":
            continue
        rivals = [c for c in out if c.i < j and i < c.j]
        if any(c.i == i and c.j == j for c in rivals) or any(c.certain for c in rivals):
            continue
        if not rivals and p.score >= 0.5 or rivals and p.score >= 0.8:
            out = [c for c in out if c not in rivals]
            out.append(Candidate(i, j, why=["recogniser"]))
    return sorted(out, key=lambda c: c.i)


def accept(
    runs: Runs,
    candidates: list[Candidate],
    labels: Sequence[tuple[int, int, str]],
    proposals: Sequence[Name],
    taken: Sequence[tuple[int, int]],
) -> list[Candidate]:
    """Drop what a capital alone does not make a name, and what amounts and dates have taken."""
    t = runs.t
    exact = {(a, b): label for a, b, label in labels} | {(p.start, p.end): p.kind for p in proposals}
    busy = sorted(taken)
    # names seen whole in places where the capital counts: a later sentence may begin with one
    firm = {t.folds[c.i] for c in candidates if not t.initial[c.i] and t.shapes[c.i] != "l"}
    out = []
    for c in candidates:
        start, end = t.starts[c.i], t.ends[c.j - 1]
        if not c.certain and busy and any(a <= start and end <= b for a, b in busy):
            continue
        if c.certain or "recogniser" in c.why or _stands(runs, c, firm, exact.get((start, end))):
            out.append(c)
    return out


def _stands(runs: Runs, c: Candidate, firm: set[str], label: str | None) -> bool:
    t = runs.t
    if c.entries and all(e.kind == "other" for e in c.entries):
        return False
    word, key = t.words[c.i], t.folds[c.i]
    if (
        c.j - c.i == 1
        and (not c.entries or key in ("us", "ca"))
        and (key in UNIT_NAMES or key in NUMERALS and word.isupper() and len(word) > 1)
    ):
        return False
    if c.j - c.i > 1:
        if t.initial[c.i] and not c.entries and all(t.words[k].isupper() and t.folds[k] in runs.common for k in range(c.i, c.j)):
            return False  # « OBLIGATIONS CONVERTIBLES - »
        if len(word) == 1 and t.shapes[c.i + 1] == "n":
            return False
        return not all(t.folds[k] in FUNCTION or t.shapes[k] == "n" for k in range(c.i, c.j))
    before = t.folds[c.i - 1] if c.i and t.sentence[c.i - 1] == t.sentence[c.i] else ""
    if len(word) == 1:
        return word in "XH" and (not t.initial[c.i] or _followed(runs, c)) and before not in ("'", "serie") and _letter(runs, c)
    if t.shapes[c.i] == "d":
        return len(word) > 3
    if not c.entries and (_GLUED.search(word) or _HOURS.fullmatch(word)):
        return False
    if key in FUNCTION or key in DAYS or key in TITLES:
        return bool(c.entries) and not t.initial[c.i] and key not in DAYS and word.isupper() and len(word) > 1
    if key in runs.people and not any(e.kind not in ("place",) for e in c.entries):
        return False
    if key in ROLES or key in BODIES:
        return False
    if key in PORTFOLIOS and not c.entries and before in ("l'", "la", "des", "du", "au", "aux", "les"):
        return False  # « le ministre de l'Économie », « les Finances »
    if t.initial[c.i]:
        return _initial(runs, c, firm, label)
    if key in runs.common and word[1:].islower():
        noun = runs.nouns.get(key)
        if (
            noun is not None
            and not c.entries
            and before in ("le", "la", "l'", "du", "les", "au", "ce", "cette")
            and c.j < len(t)
            and t.shapes[c.j] != "U"
        ):
            return False
        if key in INSTITUTIONS and not c.entries and key != "commission" and (before != "d'" or key in ("etat", "institut")):
            return False
        if key in ("republique", "etats", "nation", "constitution", "histoire", "monde"):
            return bool(c.entries)
    return True


def _twice_capital(word: str) -> bool:
    """« Chauffeur-Privé »: a common compound that opens a sentence has one capital, « Porte-parole »."""
    first, _, second = word.partition("-")
    return first[1:].islower() and second[:1].isupper() and second[1:].islower()


def _participle(runs: Runs, key: str) -> bool:
    """Whether another form of the verb is a French word: « Rebaptisée », but not « Ornithée »."""
    stem = key.rstrip("s").removesuffix("e").removesuffix("e")
    return any(stem + end in runs.common for end in ("e", "ee", "es", "ees", "er", "ant"))


def _letter(runs: Runs, c: Candidate) -> bool:
    t = runs.t
    if c.j < len(t) and t.adjacent(c.j - 1) and t.words[c.j] in ".'’-/" and t.starts[c.j] == t.ends[c.j - 1] and c.j + 1 < len(t):
        return t.words[c.j] in "." and not t.adjacent(c.j)
    return True


# two sentences without a blank between, « en ColombieLe président » or « sans GoogleL'application », and hours, « à 19H00 »
_GLUED = re.compile(r"[a-zà-ÿ](?:Le|La|Les|Un|Une|Des|En|Sur|Vers|Dans|Pour|Ce|Cet|Cette|Il|Elle|Selon|cet|Afin|L['’]\w+)$")
_HOURS = re.compile(r"H\d\d")
_AUXILIARY = word_set("split.auxiliary")


def _followed(runs: Runs, c: Candidate) -> bool:
    """Whether what follows a first word fits a subject: a verb, a comma, a parenthesis, a colon."""
    t = runs.t
    if c.j >= len(t) or t.sentence[c.j] != t.sentence[c.i]:
        return True
    nxt = t.folds[c.j]
    return t.words[c.j] in _AFTER or nxt in VERBS or nxt in _AUXILIARY


def _introduced(runs: Runs, k: int) -> bool:
    """Whether a bare noun of firms stands at token k: what a first word is said to be; or « dont », or « l'ontarienne »."""
    t = runs.t
    if t.sentence[k] == t.sentence[k - 1]:
        if t.folds[k] == "dont":
            return True
        if t.folds[k] in ("l'", "le", "la") and k + 1 < len(t) and t.folds[k + 1] in runs.people and t.sentence[k + 1] == t.sentence[k]:
            return True
    noun = runs.nouns.get(t.folds[k]) if t.sentence[k] == t.sentence[k - 1] else None
    return noun is not None and noun.kinds[0] in ("company", "investor")


def _initial(runs: Runs, c: Candidate, firm: set[str], label: str | None) -> bool:
    t = runs.t
    word, key = t.words[c.i], t.folds[c.i]
    if key in firm or t.shapes[c.i] == "l":
        return True
    inner = any(ch.isupper() for ch in word[1:]) or not word.isalpha()
    if inner and not word.isupper() and "-" not in word:
        return True
    if key in runs.lower:
        return False
    if (
        "-" in word
        and len(word) > 6
        and not c.entries
        and not _twice_capital(word)
        and all(p in runs.common or p in FUNCTION for p in key.split("-"))
        and key.split("-")[0] not in runs.given
    ):
        return False
    if word.isupper() and len(word) > 1 and not (key in runs.common and len(word) > 3 and not c.entries):
        return len(word) < 9 or key not in runs.common
    if runs.nouns.get(key) is not None and not c.entries:
        return False
    if word.endswith(("ée", "ées", "és")) and not c.entries and _participle(runs, key):
        return False
    if "-" in word:
        parts = key.split("-")
        common = all(p in runs.common or p in FUNCTION for p in parts) and parts[0] not in runs.given
        if common and not c.entries and not _twice_capital(word):
            return False
    if key not in runs.common:
        return True
    known = any(e.kind in _KEEP_ALONE for e in c.entries)
    place = any(e.kind == "place" for e in c.entries)
    if known or place:
        return _followed(runs, c)
    nxt = t.folds[c.j] if c.j < len(t) and t.adjacent(c.j - 1) else ""
    if nxt in VERBS and nxt != "entre" or nxt in _AUXILIARY and nxt not in ("et", "s'", "se", "n'", "ne", "va"):
        # a bare common noun is no French subject: « Impact avait ouvert la voie »
        participle = t.folds[c.i].endswith(("ment", "ant")) or word.endswith(("é", "ée", "és", "ées"))
        return (
            not participle
            and runs.nouns.get(key) is None
            and (key in runs.given or not word.endswith(("s", "x")))
            and key not in ("c'", "ca", "reste", "vient")
        )
    if key in runs.given:
        return label == "PER"
    if nxt == "," and c.j + 2 < len(t) and not word.endswith(("é", "ée", "és", "ées", "s", "x")) and _introduced(runs, c.j + 1):
        return True  # « Brume, éditeur de logiciels, recrute »
    return label in ("ORG", "company", "investor", "product") and _followed(runs, c) and runs.nouns.get(key) is None


NUMERALS = word_set("spans.numerals")
UNIT_NAMES = word_set("split.unit_names")
VERBS = word_set("split.verbs")
