"""Taking words off a candidate that are not of the name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from levees.names.candidate import Candidate
from levees.names.words import word_set

if TYPE_CHECKING:
    from levees.names.spans import Runs

ACRONYMS = word_set("spans.acronyms")
ARTICLES = word_set("spans.articles")
DAYS = word_set("spans.days")
FUNCTION = word_set("spans.function")
HEADS = word_set("spans.heads")
OPENERS = word_set("trim.openers")
INSTITUTIONS = word_set("spans.institutions")
COUNTED = word_set("trim.counted")  # « Second Thought », « Mille Pattes »
LINKS = word_set("spans.links")
ROLES = word_set("spans.roles")
TITLES = word_set("spans.titles")
STRIP = TITLES | ROLES | word_set("spans.strip")


def trim(runs: Runs, c: Candidate) -> Candidate | None:
    """Take leading words off that are not of the name; None when nothing is left."""
    t = runs.t
    if c.certain or c.entries and (c.j - c.i > 1):
        return c
    while c.i < c.j:
        key, word = t.folds[c.i], t.words[c.i]
        first = t.initial[c.i]
        more = c.j - c.i > 1
        if key in TITLES:
            c.why.append("title")
            c.bonus["person"] = c.bonus.get("person", 0.0) + 6.0
        elif key in STRIP and (more or word.isupper() or key in TITLES) and not (t.words[c.i].isupper() and len(key) > 4):
            if key in ROLES:
                c.bonus["person"] = c.bonus.get("person", 0.0) + 2.5
                c.why.append(f"role:{word}")
        elif more and not first and c.i > 0 and (key in runs.people) and t.folds[c.i - 1] in ARTICLES and t.shapes[c.i + 1] not in "ple":
            if t.folds[c.i + 1] not in runs.given:  # « l'Italienne Chiara Morvan » is no firm
                c.bonus["company"] = 1.5
            c.why.append(f"apposition:{word}")
        elif first and more and (key in FUNCTION and (key, t.folds[c.i + 1]) not in runs.pairs or _plain_start(runs, c)):
            pass
        elif more and word.isupper() and key in ACRONYMS:
            pass
        elif (
            not first
            and more
            and key in FUNCTION
            and key not in ("le", "la", "les", "l'", "the", "a", "on", "by", "en", "x", "y", "via", "one", "mon", "ma", "mes")
            and key not in COUNTED
        ):
            pass
        elif t.words[c.i] in "&+.":
            pass
        else:
            break
        c.i += 1
        c.entries = []
    while c.j > c.i and (t.folds[c.j - 1] in LINKS and t.shapes[c.j - 1] != "U" or t.shapes[c.j - 1] == "p"):
        c.j -= 1
    if c.i >= c.j:
        return None
    if not c.entries and (hit := runs.table.longest(t, c.i)) and hit[0] == c.j:
        c.entries = hit[1]
    return c


def _plain_start(runs: Runs, c: Candidate) -> bool:
    """Whether the first word of a sentence is a plain word before the name: « Fintech Alba », « Lundi Alba »."""
    t = runs.t
    key, nxt = t.folds[c.i], t.folds[c.i + 1]
    if key in OPENERS:
        return True
    if (key, nxt) in runs.pairs or (runs.mid.get(key) and key not in runs.lower) or key in runs.given or key in HEADS:
        return False
    if key in runs.common and key.endswith(("ez", "ons", "aient")) and t.words[c.i] not in runs.words:
        return True  # « Prenez Alba », « Citons Alba »
    if key in runs.people and key != "nippon" and nxt not in HEADS or key in DAYS:  # « Nippon Steel », « Gantois Tissages »
        return True
    noun = runs.nouns.get(key)
    if noun is not None and t.words[c.i] not in runs.words and key not in INSTITUTIONS:
        return True
    return key in runs.common and nxt in runs.heads and t.words[c.i] not in runs.words and key not in INSTITUTIONS
