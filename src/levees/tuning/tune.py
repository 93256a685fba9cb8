"""Tuning: split by article, try each proposal on articles it was not read off, keep what gains there."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from levees.evaluation.score import prf
from levees.rules.load import RuleSet
from levees.rules.pack import MANIFEST
from levees.rules.source import read_source
from levees.schema import event_types
from levees.tuning.cases import Case, Counts, folds, gain, total, won
from levees.tuning.cases import false as spoilt
from levees.tuning.propose import FAMILY, Proposal, examples_of, proposals


@dataclass(frozen=True, slots=True)
class Finding:
    """A proposal with what it won and spoilt on articles held out, and the chance that what it reads is right."""

    proposal: Proposal
    won: int
    spoilt: int
    trust: float

    @property
    def gain(self) -> int:
        """Events won less events spoilt, held out."""
        return self.won - self.spoilt

    def yaml(self) -> str:
        """What is added to the pack: an entry of `trust`, for a new verb the rule too."""
        entry: dict[str, Any] = {"trust": {self.proposal.name: self.trust}}
        if self.proposal.rule is not None:
            entry["rules"] = [rule_data(self.proposal)]
        return yaml.safe_dump(entry, allow_unicode=True, sort_keys=False, width=120)


@dataclass(frozen=True, slots=True)
class Result:
    """Findings, best first; counts before and after by type, the latter with what other folds taught; articles that got worse."""

    findings: list[Finding]
    before: Counts
    after: Counts
    worse: list[str]
    better: list[str]

    def table(self) -> list[tuple[str, float, float]]:
        """(type, F1 before, F1 after), every type with events, then all."""
        types = [t for t in event_types() if any(self.before["event", t, o] or self.after["event", t, o] for o in ("tp", "fp", "fn"))]
        return [(name, _f1(self.before, group), _f1(self.after, group)) for name, group in [*((t, [t]) for t in types), ("ALL", types)]]


LEAST = 2  # events that a proposal must gain on the other folds before it is tried on one


def tune(cases: Sequence[Case], rules: RuleSet, *, parts: int = 5, seed: int = 0) -> Result:
    """Try what may help, by cross-validation over articles; the same articles, rules and seed give the same result.

    Raises ValueError where there are fewer articles than folds.
    """
    if len(cases) < parts:
        raise ValueError(f"there are {len(cases)} annotated articles, fewer than the {parts} folds; annotate more, or give fewer --folds")
    fold = folds(len(cases), parts, seed)
    tried = [_deltas(p, cases, _with_rule(rules, p)) for p in proposals(cases, rules)]
    findings = []
    chosen: list[list[Proposal]] = [[] for _ in range(parts)]
    for proposal, deltas in tried:
        gained = lost = 0
        for k in range(parts):
            taught = [i for i in range(len(cases)) if fold[i] != k]
            learnt = sum(gain(*deltas[i]) for i in taught if i in deltas)
            if learnt >= LEAST and any(fold[i] != k for i in proposal.seen):
                chosen[k].append(proposal)
                gained += sum(won(*deltas[i]) for i in deltas if fold[i] == k)
                lost += sum(spoilt(*deltas[i]) for i in deltas if fold[i] == k)
        right, wrong = (sum(f(*d) for d in deltas.values()) for f in (won, spoilt))
        if gained or lost or gain_of(deltas) > 0:
            trust = round((max(right, 0) + 1) / (max(right, 0) + max(wrong, 0) + 2), 2)
            findings.append(Finding(proposal, gained, lost, max(trust, 0.5)))
    for finding in findings:
        finding.proposal.examples = examples_of(finding.proposal, cases, rules)
    findings.sort(key=lambda f: (-f.gain, f.spoilt, f.proposal.name))
    after = [case.score(_with(case, i, chosen[fold[i]], rules)) for i, case in enumerate(cases)]
    moved = [(case.row["id"], gain(case.counts, new)) for case, new in zip(cases, after, strict=True)]
    return Result(findings, total(c.counts for c in cases), total(after), [i for i, d in moved if d < 0], [i for i, d in moved if d > 0])


def gain_of(deltas: dict[int, tuple[Counts, Counts]]) -> int:
    """What a proposal gains on all articles."""
    return sum(gain(*delta) for delta in deltas.values())


def write_pack(folder: Path, accepted: Sequence[Finding]) -> Path | None:
    """Add findings to a pack, which is made where it is not there; give the backup that was made of one that was.

    What the folder held is copied first to `folder.bak-N`; the new files are put in place by renames, `pack.yml` last.
    """
    backup = None
    manifest: dict[str, Any] = {"name": _name(folder)}
    rules: dict[str, Any] = {"family": FAMILY, "rules": []}
    if (folder / MANIFEST).is_file():
        backup = next(p for n in range(1, 10_000) if not (p := folder.with_name(f"{folder.name}.bak-{n}")).exists())
        shutil.copytree(folder, backup)
        manifest = read_source(folder / MANIFEST).data or manifest
        if (folder / "rules" / f"{FAMILY}.yml").is_file():
            rules = read_source(folder / "rules" / f"{FAMILY}.yml").data
    had = {rule["name"] for rule in rules["rules"]}
    trust = {key: float(value) for key, value in (manifest.get("trust") or {}).items()}
    for finding in accepted:
        trust[finding.proposal.name] = finding.trust
        if finding.proposal.rule is not None and (data := rule_data(finding.proposal))["name"] not in had:
            rules["rules"].append(data)
    (folder / "rules").mkdir(parents=True, exist_ok=True)
    if rules["rules"]:
        _put(folder / "rules" / f"{FAMILY}.yml", rules)
    _put(folder / MANIFEST, {**manifest, "trust": trust})
    return backup


def rule_data(proposal: Proposal) -> dict[str, Any]:
    """A new rule as a rule file has it."""
    assert proposal.rule is not None
    data = proposal.rule.model_dump(mode="json", exclude_defaults=True)
    data["name"] = proposal.name.partition(".")[2]
    data["examples"] = [e.model_dump(mode="json", exclude_defaults=True) for e in proposal.examples]
    return data


def _put(path: Path, data: Any) -> None:
    part = path.with_name(path.name + ".part")
    part.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120), encoding="utf-8")
    part.replace(path)


def _name(folder: Path) -> str:
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in folder.name.lower()).strip("-") or "tuned"


def _with_rule(rules: RuleSet, proposal: Proposal) -> RuleSet:
    return rules if proposal.rule is None else replace(rules, rules={**rules.rules, proposal.name: proposal.rule})


def _deltas(proposal: Proposal, cases: Sequence[Case], rules: RuleSet) -> tuple[Proposal, dict[int, tuple[Counts, Counts]]]:
    """Counts before and after of the articles that a proposal changes."""
    out = {}
    for i, mentions in proposal.mentions.items():
        after = cases[i].score(cases[i].with_mentions(mentions, rules))
        if after != cases[i].counts:
            out[i] = cases[i].counts, after
    return proposal, out


def _with(case: Case, number: int, chosen: Sequence[Proposal], rules: RuleSet) -> list[Any]:
    mentions = [m for p in chosen for m in p.mentions.get(number, ())]
    return case.with_mentions(mentions, rules)


def _f1(counts: Counts, types: Sequence[str]) -> float:
    return prf(*(sum(counts["event", t, outcome] for t in types) for outcome in ("tp", "fp", "fn"))).f1
