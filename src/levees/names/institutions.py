"""Institutions: a capitalised head with a lower-case tail, or a lower-case head with a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from levees.names.candidate import Candidate
from levees.names.sigles import is_sigle
from levees.names.words import word_set

if TYPE_CHECKING:
    from levees.names.spans import Runs

_ADJ_STRONG = re.compile(
    r"(?:ional|ionale|ionaux|ionales|ial|iale|iaux|iales|uel|uelle|uels|uelles|ique|iques|ienne|ien|iens|iennes|aise|aises|ais|eenne|een|eens|"
    r"eennes|ative|atif|aire|aires|iere|ieres|ral|rale|raux|rales|bal|bale|oise|ois|public|publics|publique|ouest-africaine|africaine|africain)$"
)
ARTICLES = word_set("spans.articles")
FUNCTION = word_set("spans.function")
LINKS = word_set("spans.links")
COURT_KINDS = word_set("institutions.courts")
TAIL_ADJECTIVES = word_set("institutions.tail_adjectives")


def tail(runs: Runs, i: int, j: int) -> int | None:
    """« Banque [européenne d'investissement] »: adjectives, then linked nouns; a sigle in parentheses settles it."""
    t, n = runs.t, len(runs.t)
    if (end := sigle_end(runs, i, j)) is not None:
        return end
    k, last = j, None
    head = i if not t.initial[i] or t.folds[i] not in runs.lower else None
    while k < n and k - i < 14 and t.adjacent(k - 1):
        key, shape = t.folds[k], t.shapes[k]
        if shape == "l" and (_ADJ_STRONG.search(key) or key in runs.people or key in TAIL_ADJECTIVES) and key not in FUNCTION:
            last = k = k + 1
            continue
        if key in ("de", "d'", "du", "des", "pour") or (key == "et" and (last is not None or j - i > 1)):
            m = k + 1
            while m < n and t.folds[m] in ("la", "l'", "le", "les", "de", "d'", "des") and t.adjacent(m - 1):
                m += 1
            if m >= n or not t.adjacent(m - 1):
                break
            if t.shapes[m] in "Uc":
                if t.initial[i] and head is None or key == "et" and not (last is None and m == k + 1 and t.folds[m] in runs.common):
                    break
                end = extend_caps(runs, m)
                return runs.linked(i, end, t.folds[i], False) or end if key == "et" and end < n and t.adjacent(end - 1) else end
            if t.shapes[m] == "l" and t.folds[m] not in FUNCTION and (key != "et" or t.folds[k + 1] in ARTICLES or last is not None):
                if key == "et" and not (m > k + 1 or _ADJ_STRONG.search(t.folds[m])):
                    break
                last = k = m + 1
                continue
        break
    return None if t.initial[i] and not (i > 0 and t.shapes[i - 1] == "e") else last


def extend_caps(runs: Runs, m: int) -> int:
    """The end of the capitals that begin at token m."""
    t = runs.t
    hit = runs.table.longest(t, m)
    m = hit[0] if hit else m + 1
    while m < len(t) and t.shapes[m] in "Uc" and t.adjacent(m - 1):
        m += 1
    if m < len(t) and t.shapes[m] == "l" and t.adjacent(m - 1) and t.folds[m] in TAIL_ADJECTIVES:
        m += 1
    return m


def sigle_end(runs: Runs, i: int, j: int) -> int | None:
    """End before « (CNPS) » when its letters are the initials of the words from i on."""
    t, n = runs.t, len(runs.t)
    k = j
    while k < n and k - i < 16 and t.words[k] != "(" and (t.shapes[k] in "lUec") and t.adjacent(k - 1):
        k += 1
    if k + 2 < n and k > j and t.words[k] == "(" and t.words[k + 1].isupper() and t.shapes[k + 1] == "U" and t.words[k + 2] in ")-":
        sigle = [c for c in t.folds[k + 1] if c.isalpha()]
        if is_sigle(t.words[k + 1], t.text[t.starts[i] : t.ends[k - 1]]):
            return k
        initials = [t.folds[m][0] for m in range(i, k) if t.folds[m] not in LINKS]
        shared = sum(c in sigle for c in initials)
        if len(sigle) > 1 and initials[:1] == sigle[:1] and min(shared, len(initials)) >= len(sigle) - 1:
            return k
    return None


def lower_institution(runs: Runs, i: int) -> Candidate | None:
    """« gouvernement du Québec », « université de Gand », « département américain du Commerce », « tribunal de commerce de Nantes »."""
    t, n = runs.t, len(runs.t)
    k = i + 1
    if t.folds[i] in ("tribunal", "cour"):
        while k < n and t.adjacent(k - 1) and t.shapes[k] in "le" and (t.folds[k] in COURT_KINDS or t.folds[k] in LINKS):
            k += 1
        if not any(t.folds[m] in COURT_KINDS for m in range(i + 1, k)):
            return None
    while k < n and t.adjacent(k - 1) and t.shapes[k] == "l" and (_ADJ_STRONG.search(t.folds[k]) or t.folds[k] in runs.people):
        k += 1
    while k < n and t.adjacent(k - 1) and t.folds[k] in ("de", "d'", "du", "des", "la", "l'", "les"):
        k += 1
    linked = k > i + 1 or t.folds[i] in ("region", "universite")
    if k < n and linked and t.adjacent(k - 1) and t.shapes[k] == "U" and t.folds[k] not in FUNCTION:
        return Candidate(i, extend_caps(runs, k), bonus={"public_body": 6.0}, why=["institution"])
    return None
