"""What may be added to a pack, and the pipeline as it would read with that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from levees.factuality import lexicon as factuality
from levees.names.lexicon import Entry, NameTable
from levees.packs import Packs, word_classes
from levees.pipes.calibrated import Calibrated
from levees.reader.lexicon import WordClasses
from levees.rules.match import Matcher
from levees.rules.models import Rule
from levees.rules.pack import MANIFEST, read_pack

FAMILY = "learned"
Lists = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Change:
    """Rules (new, or in the place of one of the same name), trust in rules, words of classes, cues by what they say and role, names."""

    rules: tuple[Rule, ...] = ()
    trust: Mapping[str, float] = field(default_factory=dict)
    classes: Lists = field(default_factory=dict)
    cues: Mapping[str, Lists] = field(default_factory=dict)
    names: tuple[Entry, ...] = ()
    calibration: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    floor: float | None = None

    @property
    def only_trust(self) -> bool:
        """Whether it only trusts rules that are there."""
        return not (self.rules or self.classes or self.cues or self.names or self.calibration)


def together(changes: Iterable[Change]) -> Change:
    """Changes in one; of two rules of one name the later stays, with the strategies of both.

    >>> together([Change(trust={"a": 0.5}), Change(trust={"b": 0.7})]).trust
    {'a': 0.5, 'b': 0.7}
    """
    rules: dict[str, Rule] = {}
    trust: dict[str, float] = {}
    classes: dict[str, list[str]] = {}
    cues: dict[str, dict[str, list[str]]] = {}
    names: dict[Entry, None] = {}
    calibration: dict[str, tuple[float, float]] = {}
    floor = None
    for change in changes:
        floor = change.floor if change.floor is not None else floor
        for rule in change.rules:
            rules[rule.name] = rule if rule.name not in rules else _joined(rules[rule.name], rule)
        trust.update(change.trust)
        calibration.update(change.calibration)
        names.update(dict.fromkeys(change.names))
        for name, words in change.classes.items():
            classes[name] = [*dict.fromkeys([*classes.get(name, ()), *words])]
        for says, roles in change.cues.items():
            for role, lines in roles.items():
                known = cues.setdefault(says, {})
                known[role] = [*dict.fromkeys([*known.get(role, ()), *lines])]
    return Change(tuple(rules.values()), trust, classes, cues, tuple(names), calibration, floor)


def _joined(one: Rule, other: Rule) -> Rule:
    slots = {name: slot.model_copy(update={"find": tuple(dict.fromkeys((*one.slots[name].find, *slot.find)))})
             for name, slot in other.slots.items()}
    return other.model_copy(update={"slots": slots})


class Setting:
    """The packs in force with a change."""

    def __init__(self, base: Packs, change: Change, raw: Sequence[Lists] = ()) -> None:
        named = {rule.name: rule for rule in change.rules}
        before = base.rules
        self.change, self.changed = change, frozenset(named)
        self.rules = replace(before, rules={**before.rules, **named}, trust={**before.trust, **change.trust})
        self.matcher = Matcher(replace(self.rules, rules=named)) if named else None
        self.all_rules = Matcher(self.rules) if change.names else None
        cues = factuality.extended(base.cues or factuality.shipped(), change.cues) if change.cues else base.cues
        classes: WordClasses | None = word_classes([*raw, change.classes]) if change.classes else base.classes
        self.packs = replace(base, rules=self.rules, cues=cues, classes=classes)
        self.names: NameTable | None = None
        if change.names:
            self.names = NameTable()
            known = [e for found in base.names.entries.values() for e in found] if base.names is not None else []
            for entry in (*known, *change.names):
                self.names.add(entry)

    def reader(self, reader: Any) -> Any:
        """The pipeline's reader as it would read with the change."""
        made = copy(reader)
        made.packs = self.packs
        if self.change.classes:
            made.lexicon = self.packs.classes
        if self.change.calibration:
            inner = reader.judge.judge if isinstance(reader.judge, Calibrated) else reader.judge
            made.judge = Calibrated(inner, self.change.calibration)
        if self.change.floor is not None:
            made.floors = {"event": self.change.floor}
        return made


def raw_classes(base: Packs) -> list[Lists]:
    """The words that the packs in force add to classes."""
    return [read_pack(path).classes for path in base.paths if (Path(path) / MANIFEST).is_file()]
