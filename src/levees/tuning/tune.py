"""Tuning: split by article, try each proposal on articles it was not read off, keep what gains there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from levees.evaluation.score import prf
from levees.factuality import lexicon as factuality
from levees.packs import Packs
from levees.schema import event_types
from levees.tuning.cases import Case, Counts, folds, gain, moved, total
from levees.tuning.change import Change, Setting, raw_classes, together
from levees.tuning.cues import to_cue
from levees.tuning.missed import misjudged, missed
from levees.tuning.propose import TRUSTED, Proposal, to_teach, to_trust, to_widen
from levees.tuning.samples import add_samples

LEAST = 2  # events that a proposal must gain on the other folds before it is tried on one; one is enough where it spoils none
Deltas = dict[int, tuple[Counts, Counts]]


@dataclass(frozen=True, slots=True)
class Finding:
    """A proposal with what it won and spoilt on articles held out, and the change that did best."""

    proposal: Proposal
    change: Change
    won: int
    spoilt: int

    @property
    def gain(self) -> int:
        """Events won less events spoilt, held out."""
        return self.won - self.spoilt


@dataclass(frozen=True, slots=True)
class Result:
    """Findings, best first; counts before and after, the latter with what other folds taught; articles that got worse and better."""

    findings: list[Finding]
    before: Counts
    after: Counts
    worse: list[str]
    better: list[str]

    def table(self) -> list[tuple[str, float, float]]:
        """(type, F1 before, F1 after), every type with events, then all."""
        types = [t for t in event_types() if self._any("event", t)]
        return [*((t, *self._f1("event", [t])) for t in types), ("ALL", *self._f1("event", types)), ("strict", *self._strict(types))]

    def slots(self) -> list[tuple[str, float, float]]:
        """(slot, F1 before, F1 after), every slot that is filled somewhere."""
        names = sorted({key[1] for counts in (self.before, self.after) for key in counts if key[0] == "by slot"})
        return [(name, *self._f1("by slot", [name])) for name in names if self._any("by slot", name)]

    def _any(self, what: str, name: str) -> bool:
        return any(counts[what, name, o] for counts in (self.before, self.after) for o in ("tp", "fp", "fn"))

    def _f1(self, what: str, names: Sequence[str]) -> tuple[float, float]:
        one, two = (prf(*(sum(n[what, name, o] for name in names) for o in ("tp", "fp", "fn"))).f1 for n in (self.before, self.after))
        return one, two

    def _strict(self, types: Sequence[str]) -> tuple[float, float]:
        out = []
        for n in (self.before, self.after):
            tp, fp, fn, right = (sum(n[what, t, o] for t in types)
                                 for what, o in (("event", "tp"), ("event", "fp"), ("event", "fn"), ("strict", "tp")))
            out.append(prf(right, tp + fp - right, tp + fn - right).f1)
        return out[0], out[1]


def proposals(cases: Sequence[Case], packs: Packs, types: Collection[str] | None = None) -> list[Proposal]:
    """Everything worth trying, in a fixed order; for all event types, or for some."""
    spots, wrong = ([s for s in found if types is None or s.gold["type"] in types] for found in (missed(cases), misjudged(cases)))
    trust = [p for p in to_trust(cases, packs.rules) if types is None or p.event in types]
    cues = to_cue(cases, wrong, packs.cues or factuality.shipped())
    return [*trust, *to_teach(cases, packs, spots), *to_widen(cases, packs, spots), *cues]


def tune(
    cases: Sequence[Case],
    packs: Packs,
    *,
    parts: int = 5,
    seed: int = 0,
    types: Collection[str] | None = None,
    on_each: Callable[[int, int], object] | None = None,
) -> Result:
    """Try what may help, by cross-validation over articles; the same articles, packs and seed give the same result.

    `types` are the event types to better; all are measured. `on_each` is called with (tried, of how many). Raises ValueError where
    there are fewer articles than folds.
    """
    if len(cases) < parts:
        raise ValueError(f"there are {len(cases)} annotated articles, fewer than the {parts} folds; annotate more, or give fewer --folds")
    fold = folds(len(cases), parts, seed)
    raw = raw_classes(packs)
    kept: list[object] = []  # cue lexicons: the assessment of an article is remembered by theirs, which must not come twice
    found = proposals(cases, packs, types)
    findings: list[Finding] = []
    chosen: list[list[Change]] = [[] for _ in range(parts)]
    touched: list[set[int]] = [set() for _ in range(parts)]
    for n, proposal in enumerate(found, start=1):
        settings = [Setting(packs, change, raw) for change in proposal.changes]
        kept += [s.packs.cues for s in settings]
        deltas = [_deltas(proposal, cases, setting) for setting in settings]
        finding = _judged(proposal, deltas, fold, parts, chosen, touched)
        if finding is not None:
            findings.append(finding)
        if on_each is not None:
            on_each(n, len(found))
    add_samples(findings, cases, packs.rules)
    findings.sort(key=lambda f: (-f.gain, f.spoilt, f.proposal.name))
    after = [case.counts for case in cases]
    for k in range(parts):
        setting = Setting(packs, together(chosen[k]), raw)
        kept.append(setting.packs.cues)
        for i in sorted(touched[k]):
            if fold[i] == k:
                after[i] = cases[i].score(cases[i].under(setting))
    differ = [(case.row["id"], gain(case.counts, new)) for case, new in zip(cases, after, strict=True)]
    worse, better = [i for i, d in differ if d < 0], [i for i, d in differ if d > 0]
    return Result(findings, total(c.counts for c in cases), total(after), worse, better)


def _deltas(proposal: Proposal, cases: Sequence[Case], setting: Setting) -> Deltas:
    """Counts before and after of the articles that a change moves."""
    out = {}
    for i in proposal.touched:
        after = cases[i].score(cases[i].under(setting))
        if after != cases[i].counts:
            out[i] = cases[i].counts, after
    return out


def _judged(
    proposal: Proposal, deltas: list[Deltas], fold: list[int], parts: int, chosen: list[list[Change]], touched: list[set[int]]
) -> Finding | None:
    """What a proposal gains on folds held out; where the other folds speak for it, it is chosen for that fold."""
    what, gained, lost = proposal.measure, 0, 0
    for k in range(parts):
        learnt = [sum(gain(*d[i], what) for i in d if fold[i] != k) for d in deltas]
        best = max(range(len(deltas)), key=lambda j: (learnt[j], -j))
        bad = sum(max(moved(*d, what)[1], 0) for i, d in deltas[best].items() if fold[i] != k)
        if (learnt[best] >= LEAST or learnt[best] == 1 and not bad) and any(fold[i] != k for i in proposal.seen):
            chosen[k].append(proposal.changes[best])
            touched[k].update(proposal.touched)
            for i in deltas[best]:
                if fold[i] == k:
                    a, b = moved(*deltas[best][i], what)
                    gained, lost = gained + a, lost + b
    worth = [sum(gain(*delta, what) for delta in d.values()) for d in deltas]
    best = max(range(len(deltas)), key=lambda j: (worth[j], -j))
    if not (gained or lost or worth[best] >= LEAST):
        return None
    return Finding(proposal, _sure(proposal.changes[best], deltas[best], what), gained, lost)


def _sure(change: Change, deltas: Deltas, what: str) -> Change:
    """The change, its rules trusted as far as what they add is right (Laplace's rule of succession), one half at least."""
    right, wrong = (sum(max(m[j], 0) for m in (moved(*d, what) for d in deltas.values())) for j in (0, 1))
    trust = max(round((right + 1) / (right + wrong + 2), 2), 0.5)
    return Change(change.rules, {name: trust if t == TRUSTED else t for name, t in change.trust.items()}, change.classes, change.cues)
