"""What kind of thing a name names: evidence from the name, its neighbours, the lexicons and the rest of the article."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from levees.names.candidate import Candidate
from levees.names.context import left_evidence, right_evidence
from levees.names.model import KINDS, Name
from levees.names.spans import HEADS, Runs
from levees.names.words import word_set

PRIOR = {"company": 1.2, "investor": 0.0, "bank": -1.0, "person": -0.3, "public_body": -0.8, "media": -1.0, "product": -0.4, "place": -0.5}
PRIOR |= {"exchange": -1.5, "other": -0.6}
NER = {
    "ORG": {"company": 1.0, "investor": 0.8, "bank": 0.8, "public_body": 0.8, "media": 0.6, "exchange": 0.4},
    "PER": {"person": 1.4},
    "LOC": {"place": 0.5, "public_body": 0.1},
    "MISC": {"product": 0.6, "other": 0.5, "company": 0.2},
}
_LEXICON = {"cities": 2.6, "countries": 5.0, "places": 3.2, "companies": 4.0, "products": 3.2}
_ORG_TAIL = word_set("evidence.org_tail")


def bump(scores: dict[str, float], kind: str, weight: float) -> None:
    """Add weight to one kind."""
    scores[kind] = scores.get(kind, 0.0) + weight


class Judge:
    """Weighs evidence for the candidates of one text and makes names of them."""

    def __init__(self, runs: Runs, labels: Sequence[tuple[int, int, str]], proposals: Sequence[Name]) -> None:
        self.runs = runs
        self.t = runs.t
        self.labels = labels
        self.proposals = proposals

    def names(self, candidates: list[Candidate]) -> list[Name]:
        """Typed names in order."""
        t = self.t
        own: list[tuple[dict[str, float], list[str]]] = []
        keys: list[str] = []
        for c in candidates:
            scores: dict[str, float] = dict(c.bonus)
            why = list(c.why)
            self._inside(c, scores, why)
            left_evidence(self.runs, c, scores, why)
            right_evidence(self.runs, c, scores, why)
            self._outside(c, scores, why)
            own.append((scores, why))
            keys.append(" ".join(t.folds[c.i : c.j]))
        self._shared_surname(candidates, own)
        self._lists(candidates, own)
        counts = Counter(keys)
        pooled = self._pool(keys, own, candidates)
        out = []
        for c, key, (scores, why) in zip(candidates, keys, own, strict=True):
            out.append(self._name(c, scores, pooled[key], why, counts[key]))
        return out

    def _inside(self, c: Candidate, scores: dict[str, float], why: list[str]) -> None:
        """Lexicons, given names, tell-tale words."""
        t, runs = self.t, self.runs
        kinds = {e.kind for e in c.entries}
        for e in {(e.kind, e.source): e for e in c.entries}.values():
            weight = _LEXICON.get(e.source, 4.5) / (1 if len(kinds) == 1 else 1.4)
            if c.j - c.i == 1 and t.folds[c.i] in runs.common and e.kind != "place":
                weight -= 1.0
            bump(scores, e.kind, weight)
            why.append(f"lexicon:{e.source}")
        size = c.j - c.i
        words = t.words
        org = False
        last = c.j - 1
        while last > c.i and (t.shapes[last] == "n" or t.folds[last] in NUMERALS):
            last -= 1
        for k in range(c.i, c.j):
            if (hit := runs.words.get(words[k])) is None:
                continue
            kind, weight = hit
            if k == last and size > 1 or k == c.i and (size > 1 and words[k] in _HEADS):
                bump(scores, kind, weight)
                why.append(f"suffix:{words[k]}" if k else f"head:{words[k]}")
                org = org or kind in _ORG_TAIL
            elif size > 1:
                bump(scores, kind, 0.5 * weight)
                org = True
        if size > 1 and t.shapes[c.i] == "U" and t.folds[c.i] in HEADS:
            bump(scores, "company", 2.5)  # « les Fonderies de Sougy »
            why.append(f"head:{words[c.i]}")
            org = True
        if any(words[k] == "&" for k in range(c.i, c.j)) or any("&" in words[k] for k in range(c.i, c.j)):
            bump(scores, "company", 1.5)
            org = True
        first = t.folds[c.i]
        given = first in runs.given or ("-" in first and first.split("-")[0] in runs.given)
        if given and not c.entries:
            if size > 1 and not org and all(t.shapes[k] != "n" for k in range(c.i, c.j)):
                weight = 4.0 if first not in runs.common else 3.0
                if any(ch.isupper() for ch in words[c.j - 1][2:]) and not words[c.j - 1].isupper() and "-" not in words[c.j - 1]:
                    weight -= 1.5
                bump(scores, "person", weight)
                why.append("given_name")
            elif size == 1:
                bump(scores, "person", 1.3 if first not in runs.common else 0.5)
                why.append("given_name")
        elif size > 1 and not c.entries and not org and any("." in words[k] and len(words[k]) == 1 for k in range(c.i, c.j)):
            bump(scores, "person", 2.0)
        word = words[c.i]
        if size == 1:
            if "." in word and not word.endswith("."):
                bump(scores, "company", 2.0)
                why.append("domain")
            elif any(ch.isupper() for ch in word[1:]) and not word.isupper() and "-" not in word:
                bump(scores, "company", 1.0)
                why.append("camel_case")
            elif word.isupper() and len(word) > 1:
                bump(scores, "company", 0.5)
                bump(scores, "person", -1.5)
            if "-" in word and any(part in _TOPONYM for part in t.folds[c.i].split("-")):
                bump(scores, "place", 3.0)
                why.append("toponym")
            if any(ch.isdigit() for ch in word):
                bump(scores, "product", 0.5)
                bump(scores, "person", -2.0)
        if any(t.shapes[k] == "n" for k in range(c.i + 1, c.j)) and not org:
            bump(scores, "product", 1.6)
            bump(scores, "person", -3.0)
        if _ENTRY_BEFORE.search(t.text, max(t.starts[c.i] - 8, 0), t.starts[c.i]) and _ENTRY_AFTER.match(t.text, t.ends[c.j - 1]):
            bump(scores, "company", 4.5)
            why.append("entry")
        if any(t.folds[k].endswith(_BIO) and len(t.folds[k]) > 5 for k in (c.j - 1,)) and not given:
            bump(scores, "company", 1.0)

    def _outside(self, c: Candidate, scores: dict[str, float], why: list[str]) -> None:
        """The stock recogniser and a trained one."""
        start, end = self.t.starts[c.i], self.t.ends[c.j - 1]
        for a, b, label in self.labels:
            if a < end and start < b:
                whole = 1.0 if (a, b) == (start, end) else 0.5
                if label == "PER" and "given_name" not in why:
                    whole *= 0.25 if c.j - c.i == 1 else 0.5
                for kind, weight in NER.get(label, {}).items():
                    bump(scores, kind, weight * whole)
                why.append(f"ner:{label}")
        for p in self.proposals:
            if p.start < end and start < p.end:
                whole = 1.0 if (p.start, p.end) == (start, end) else 0.5
                for kind, belief in (p.kinds or {p.kind: p.score}).items():
                    if kind in KINDS:
                        bump(scores, kind, whole * 4.0 * belief)
                why.append(f"recogniser:{p.kind}")

    def _shared_surname(self, candidates: list[Candidate], own: list[tuple[dict[str, float], list[str]]]) -> None:
        """« Octave et Miroslaw Klaba »: the first is a person too."""
        t = self.t
        for a, b, left, right in zip(candidates, candidates[1:], own, own[1:], strict=False):
            joined = b.i == a.j + 1 and t.folds[a.j] in ("et", "&") and t.sentence[a.i] == t.sentence[b.i]
            if joined and a.j - a.i == 1 and t.folds[a.i] in self.runs.given and right[0].get("person", 0) >= 3 and b.j - b.i >= 2:
                bump(left[0], "person", 4.0)
                left[1].append("shared_surname:" + t.text[t.starts[b.i + 1] : t.ends[b.j - 1]])

    def _lists(self, candidates: list[Candidate], own: list[tuple[dict[str, float], list[str]]]) -> None:
        """Members of a list lend one another their kind."""
        t = self.t
        group: list[int] = []
        for k, c in enumerate(candidates):
            if group and self._listed(candidates[group[-1]], c):
                group.append(k)
                continue
            self._share(group, own)
            group = [k]
        self._share(group, own)
        del t

    def _listed(self, a: Candidate, b: Candidate) -> bool:
        t = self.t
        if t.sentence[a.i] != t.sentence[b.i] or b.i - a.j > 5 or b.i == a.j:
            return False
        between = t.folds[a.j : b.i]
        return all(w in _SEPARATORS for w in between) and any(w in (",", "et", "ou", "&", "que", "/") for w in between)

    def _share(self, group: list[int], own: list[tuple[dict[str, float], list[str]]]) -> None:
        if len(group) < 2:
            return
        best = [max(own[k][0].items(), key=lambda kv: kv[1], default=("company", 0.0)) for k in group]
        for at, k in enumerate(group):
            for kind in ("investor", "place", "person", "bank", "public_body"):
                votes = [w for o, (kd, w) in enumerate(best) if o != at and kd == kind and w >= 1.5]
                if votes and 2 * len(votes) >= len(group) - 1:
                    weight = 0.3 if kind == "person" else min(_LISTED[kind], 0.5 * _LISTED[kind] * len(votes))
                    bump(own[k][0], kind, weight)
                    own[k][1].append(f"list:{kind}")

    def _pool(
        self, keys: list[str], own: list[tuple[dict[str, float], list[str]]], candidates: list[Candidate]
    ) -> dict[str, dict[str, float]]:
        """Evidence for one surface gathered over its mentions; surnames and short forms lean on the full name."""
        pooled: dict[str, dict[str, float]] = {}
        count: dict[str, int] = {}
        for key, (scores, _) in zip(keys, own, strict=True):
            into = pooled.setdefault(key, {})
            count[key] = count.get(key, 0) + 1
            for kind, weight in scores.items():
                into[kind] = into.get(kind, 0.0) + weight
        for key, into in pooled.items():
            if count[key] > 1:  # the same fact repeated is no new fact
                damp = (1 + math.log2(count[key])) / count[key]
                for kind in into:
                    into[kind] *= damp
        full = {key: c for key, c in zip(keys, candidates, strict=True) if c.j - c.i > 1}
        snapshot = {key: dict(value) for key, value in pooled.items()}
        for key in full:
            parts = key.split(" ")
            scores = snapshot[key]
            top = max(scores, key=lambda k: scores[k] + PRIOR.get(k, 0.0), default="company")
            if top == "person":
                if parts[-1] in pooled and parts[-1] != key:
                    bump(pooled[parts[-1]], "person", 4.0)
                tail = " ".join(parts[1:])
                if tail in pooled and tail != parts[-1]:
                    bump(pooled[tail], "person", 4.0)
                continue
            for n in range(len(parts) - 1, 0, -1):
                short = " ".join(parts[:n])
                if short in snapshot and short != key:
                    gain = min(scores.get(top, 0.0), 3.0)
                    if gain > 0 and not any(e.kind == "place" for e in candidates[keys.index(short)].entries):
                        bump(pooled[short], top, 0.6 * gain)
                        bump(pooled[key], max(snapshot[short], key=lambda k: snapshot[short][k], default=top), 0.5)
        return pooled

    def _name(self, c: Candidate, scores: dict[str, float], pooled: dict[str, float], why: list[str], repeats: int) -> Name:
        t = self.t
        logits = [PRIOR[kind] + 0.75 * pooled.get(kind, 0.0) + 0.35 * scores.get(kind, 0.0) for kind in KINDS]
        top = max(logits)
        weights = [math.exp(v - top) if v > top - 9 else 0.0 for v in logits]
        total = sum(weights)
        kinds = {kind: w / total for kind, w in zip(KINDS, weights, strict=True) if w}
        kind = KINDS[logits.index(top)]
        start, end = t.starts[c.i], t.ends[c.j - 1]
        if repeats > 1:
            why.append("repeat")
        name = Name(start, end, t.text[start:end], kind, kinds[kind], tuple(dict.fromkeys(why)), kinds)
        shared = next((w.split(":", 1)[1] for w in why if w.startswith("shared_surname:")), None)
        if shared:
            name.canonical = f"{name.text} {shared}"
        if c.certain:
            self._registered(c, name)
        return name

    def _registered(self, c: Candidate, name: Name) -> None:
        parties = {(e.name, e.ids, e.kind): e for e in c.entries}
        name.ambiguous = len(parties) > 1
        kinds = {e.kind for e in parties.values() if e.kind}
        if len(kinds) == 1 and kinds != {""}:
            name.kind = kinds.pop()
        name.score = 1.0
        name.why = ("registry", *name.why)
        if not name.ambiguous:
            entry = next(iter(parties.values()))
            name.ids, name.canonical = dict(entry.ids), entry.name


_LISTED = {"investor": 2.0, "place": 1.2, "bank": 1.2, "public_body": 1.2}  # the most that neighbours in a list lend
# an entry of a round-up: « • Mirabel (santé, Lyon) : 7 M€ »
_ENTRY_BEFORE = re.compile(r"(?:^|\n|[•·▪►→➡*\-–—])[ \t\u00a0]*(?:l[ea]s? |l['’])?$", re.I)
_ENTRY_AFTER = re.compile(r"[ \u00a0]\([a-zà-ÿ][^()\n\d]{2,60}\)[ \u00a0]?[:,–—-]")
NUMERALS = word_set("spans.numerals")
_HEADS = word_set("evidence.heads")
_SEPARATORS = word_set("evidence.separators")
_TOPONYM = word_set("evidence.toponym")
_BIO = (
    "pharma",
    "bio",
    "tech",
    "soft",
    "ware",
    "care",
    "labs",
    "pay",
    "bank",
    "gen",
    "thera",
    "medical",
    "net",
    "cloud",
    "ly",
    "ify",
    "eo",
    "ia",
    "io",
)
