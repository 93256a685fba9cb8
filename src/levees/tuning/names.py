"""Names that the articles annotate and the pipeline missed or took for something else, as names to know."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from levees.exchange.document import place
from levees.names.lexicon import Entry
from levees.packs import Packs
from levees.tuning.cases import Case, Counts, folds, gain, total
from levees.tuning.change import Change, Setting
from levees.tuning.missed import french


@dataclass(frozen=True, slots=True)
class Named:
    """Names to know; counts before and after with what other folds named, and the articles that got worse."""

    entries: tuple[Entry, ...]
    before: Counts
    after: Counts
    worse: list[str]

    @property
    def change(self) -> Change:
        """As part of a pack."""
        return Change(names=self.entries)


def learn_names(cases: Sequence[Case], packs: Packs, *, parts: int = 5, seed: int = 0) -> Named:
    """The names to learn, and what those of other folds would have done to each article. The recogniser itself stays as it is."""
    fold = folds(len(cases), parts, seed)
    lacking = [list(_lacking(case)) for case in cases]
    after = [case.counts for case in cases]
    for k in range(parts):
        entries = _entries([one for i, found in enumerate(lacking) if fold[i] != k for one in found])
        forms = {e.form for e in entries}
        setting = Setting(packs, Change(names=entries))
        for i, case in enumerate(cases):
            if fold[i] == k and any(form in case.row["text"] for form in forms):
                after[i] = case.score(case.under(setting))
    worse = [case.row["id"] for case, new in zip(cases, after, strict=True) if gain(case.counts, new) < 0]
    return Named(_entries([one for found in lacking for one in found]), total(c.counts for c in cases), total(after), worse)


def _lacking(case: Case) -> Iterator[tuple[str, str, str]]:
    """(name, form, kind) of parties whose mention is no name to the pipeline, or one of another kind."""
    text = case.row["text"]
    kinds = {(n.start, n.end): n.kind for n in case.reading.names}
    for party in _parties(case.row["events"]):
        kind, form = party.get("kind"), party["text"]
        if isinstance(kind, str) and form in text and form[:1].isupper() and form.lower() not in french():
            if kinds.get(place(party, text)) != kind:
                yield party["name"], form, kind


def _parties(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        if isinstance(value.get("name"), str) and isinstance(value.get("text"), str):
            yield value
        for inner in value.values():
            yield from _parties(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _parties(inner)


def _entries(found: Sequence[tuple[str, str, str]]) -> tuple[Entry, ...]:
    """One entry a form, of the kind that most annotations give its name; a form without the name's first word is none of its own."""
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    forms: dict[str, set[str]] = defaultdict(set)
    for name, form, kind in found:
        kinds[name][kind] += 1
        forms[name].add(form)
    out = []
    for name in sorted(kinds):
        kind = min(kinds[name], key=lambda k: (-kinds[name][k], k))
        out += [Entry(kind, "registry", name, form) for form in sorted({name, *(f for f in forms[name] if f in name or name in f)})]
    return tuple(out)
