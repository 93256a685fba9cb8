"""Rule files to one validated set of rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from levees.rules.models import (
    KIND_GROUPS,
    KINDS,
    NAME_KINDS,
    Cues,
    EventSpec,
    Rule,
    RuleFile,
    Slot,
    Template,
    Titles,
    choices_of,
    slots_of,
)
from levees.rules.pack import MANIFEST, read_pack
from levees.rules.source import Place, RuleError, Source, did_you_mean, parse_source, read_source
from levees.rules.verbs import conjugate, is_verb, parts
from levees.rules.words import entries, entry_fault, words_of
from levees.schema import EVENT_TYPES, declare


@dataclass(slots=True)
class RuleSet:
    """All rules that are in force, with the vocabularies they share. `origin` tells file and line of each rule."""

    rules: dict[str, Rule] = field(default_factory=dict)
    events: dict[str, EventSpec] = field(default_factory=dict)
    values: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    titles: dict[str, Titles] = field(default_factory=dict)
    numbers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    phrases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    cues: dict[str, Cues] = field(default_factory=dict)
    classes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    origin: dict[str, tuple[str, int]] = field(default_factory=dict)
    accepted: set[str] = field(default_factory=set)
    switched_off: dict[str, str] = field(default_factory=dict)
    pack: dict[str, str] = field(default_factory=dict)  # of each rule; "" for the shipped ones
    trust: dict[str, float] = field(default_factory=dict)  # what packs say of rules or families

    def trusted(self, rule: str) -> float:
        """How far a rule is believed by itself, 0 to 1: what a pack says, else 1 for a pack's own rules and 0 for shipped ones."""
        name = rule
        while name:
            if name in self.trust:
                return self.trust[name]
            name = name.rpartition(".")[0]
        return 1.0 if self.pack.get(rule) else 0.0

    def kinds(self) -> list[str]:
        """Everything a slot may name as a kind."""
        return [*KINDS, *(f"word:{n}" for n in (*self.values, *self.titles)), *(f"number:{n}" for n in self.numbers)]


def load_rules(paths: Iterable[str | Path] = (), *, shipped: bool = True, texts: Mapping[str, str] | None = None) -> RuleSet:
    """Load the shipped rules, then those of files or folders, in order: later rules of a name replace earlier ones.

    A folder with a `pack.yml` is a pack; any other folder is the rule files in it. A file's `off` takes rules out again; `events`
    adds types of its own. `texts` gives further files by name, as strings.
    Raises RuleError, which names file, line, reason and the nearest valid word.

    >>> "funding.raise" in load_rules().rules
    True
    """
    sources: list[Source] = []
    out = RuleSet(classes=dict(word_classes()))
    if shipped:
        with as_file(files("levees.data") / "fr") as folder:
            sources += read_pack(folder, shipped=True).sources
            for source in sources:
                source.name, source.pack = Path(source.name).relative_to(folder).as_posix(), ""
    for path in map(Path, paths):
        if (path / MANIFEST).is_file():
            pack = read_pack(path)
            sources += pack.sources
            for name, words in pack.classes.items():
                out.classes[name] = (*out.classes.get(name, ()), *words)
            for rule_name, chance in pack.manifest.trust.items():
                out.trust[rule_name] = chance
        elif path.is_dir():
            sources += [read_source(p) for p in sorted([*path.glob("*.yml"), *path.glob("*.yaml")])]
        else:
            sources.append(read_source(path))
    sources += [parse_source(text, name) for name, text in (texts or {}).items()]
    parsed = [(source, _parse(RuleFile, source, source.data, ())) for source in sources]
    templates: dict[str, Template] = {}
    for source, file in parsed:  # vocabularies first: rules of any file may use them
        for name, spec in file.events.items():
            if name in out.events and out.events[name] != spec:
                other = next(s for s, f in parsed if f.events.get(name) == out.events[name])
                raise source.error(("events", name), f"{name!r} is declared otherwise in {other.name}; rename one, or declare it once")
            try:
                declare(name, spec.slots, spec.main, spec.doc)
            except ValueError as error:
                raise source.error(("events", name), str(error)) from None
            out.events[name] = spec
        for kind, values in file.values.items():
            out.values.setdefault(kind, {}).update(values)
        out.titles.update(file.titles)
        out.numbers.update(file.numbers)
        out.phrases.update(file.phrases)
        out.accepted.update(w for entry in file.accept for w in words_of(entry))
        templates.update(file.templates)
        for cue, words in file.cues.items():
            had = out.cues.get(cue, Cues())
            out.cues[cue] = Cues(verbs=(*had.verbs, *words.verbs), words=(*had.words, *words.words))
        _check_words(file, source)
    for source, file in parsed:
        for i, raw in enumerate(file.rules):
            for rule, place in _rules(raw, ("rules", i), source, templates, file.family):
                _check(rule, place, source, out)
                out.rules[rule.name] = rule
                out.origin[rule.name] = (source.name, source.line(place))
                out.pack[rule.name] = source.pack
        for i, name in enumerate(file.off):
            gone = [r for r in out.rules if r == name or r.startswith(name + ".")]
            if not gone:
                raise source.error(("off", i), f"there is no rule {name!r} to switch off{did_you_mean(name, out.rules)}")
            for r in gone:
                del out.rules[r]
                out.switched_off[r] = source.name
    for name in out.trust:
        if not any(r == name or r.startswith(name + ".") for r in out.rules):
            raise ValueError(f"trust names {name!r}, and there is no such rule{did_you_mean(name, out.rules)}")
    return out


@lru_cache(maxsize=1)
def word_classes() -> dict[str, tuple[str, ...]]:
    """The word classes of `cues/triggers.yml`."""
    text = (files("levees.data") / "fr" / "cues" / "triggers.yml").read_text(encoding="utf-8")
    loaded = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {name: tuple(map(str, words)) for name, words in loaded.items()}


def _parse(model: Any, source: Source, data: Any, place: Place) -> Any:
    try:
        return model.model_validate(data if data is not None else {})
    except ValidationError as error:
        first = min(error.errors(), key=lambda e: e["type"] != "extra_forbidden")
        loc = tuple(p for p in first["loc"] if isinstance(p, str | int))
        reason = first["msg"].removeprefix("Value error, ")
        if first["type"] == "extra_forbidden":
            reason = f"unknown key {loc[-1]!r}{did_you_mean(str(loc[-1]), _keys(model, loc[:-1]))}"
        elif first["type"] == "missing":
            reason = f"{loc[-1]!r} is missing"
        elif first["type"] == "literal_error":
            expected = str(first.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ").split(", ")
            reason = f"{first['input']!r} is not known here{did_you_mean(str(first['input']), expected)}"
        elif loc:
            reason = f"{'.'.join(map(str, loc))}: {reason}"
        raise source.error((*place, *loc), reason) from None


def _keys(model: Any, loc: tuple[Any, ...]) -> list[str]:
    """The keys allowed where `loc` leads inside a model."""
    inner = {
        "trigger": _fields("Trigger"),
        "slots": list(Slot.model_fields),
        "examples": ["text", "gives", "status", "certainty"],
        "events": list(EventSpec.model_fields),
        "templates": list(Template.model_fields),
        "cues": ["verbs", "words"],
        "titles": list(Titles.model_fields),
    }
    for part in loc:
        if part in inner:
            return inner[part]
    return list(model.model_fields)


def _fields(name: str) -> list[str]:
    from levees.rules import models

    return list(getattr(models, name).model_fields)


def _rules(raw: dict[str, Any], place: Place, source: Source, templates: dict[str, Template], family: str) -> list[tuple[Rule, Place]]:
    """The rule written at a place, or those that a template makes there."""
    if "use" not in raw:
        rule: Rule = _parse(Rule, source, {**raw, "name": f"{family}.{raw.get('name', '')}"}, place)
        return [(rule, place)]
    known = {"use", "name", "with", "examples", "rejects"}
    for key in raw:
        if key not in known:
            raise source.error((*place, key), f"unknown key {key!r}{did_you_mean(key, known)}")
    name = str(raw["use"])
    if name not in templates:
        raise source.error((*place, "use"), f"there is no template {name!r}{did_you_mean(name, templates)}")
    template, given = templates[name], raw.get("with") or {}
    for key in given:
        if key not in template.parameters:
            raise source.error((*place, "with", key), f"template {name} has no parameter {key!r}{did_you_mean(key, template.parameters)}")
    for key, kind in template.parameters.items():
        if key not in given:
            raise source.error((*place, "with"), f"template {name} needs {key!r}")
        fault = _fault(kind, given[key])
        if fault:
            raise source.error((*place, "with", key), f"{key}: {fault}")
    out = []
    for k, pattern in enumerate(template.rules):
        if any(not given[p] for p in template.parameters if f"${p}" in _strings(pattern.get("trigger"))):
            continue  # a family without nouns makes no noun rule
        own = str(pattern.get("name", k))
        data = _fill(pattern, given)
        data["name"] = ".".join(x for x in (family, str(raw.get("name", "")), own) if x)
        for key in ("examples", "rejects"):
            if key in raw:
                per = raw[key] if isinstance(raw[key], dict) else {}
                data[key] = [*data.get(key, ()), *(per.get(own) or ())]
        out.append((_parse(Rule, source, data, place), place))
    for key in ("examples", "rejects"):
        for own in raw.get(key) or ():
            if own not in {str(p.get("name")) for p in template.rules}:
                raise source.error(
                    (*place, key, own),
                    f"template {name} makes no rule {own!r}{did_you_mean(own, [str(p.get('name')) for p in template.rules])}",
                )
    return out


def _fault(kind: str, value: Any) -> str | None:
    """Why a value is no parameter of a kind."""
    if kind == "slots":
        return None if isinstance(value, dict) else "a mapping of slots is wanted"
    if kind in ("event", "text"):
        return None if isinstance(value, str) else "one word is wanted"
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        return "a list of words is wanted"
    return next((f"{v!r} is no infinitive" for v in value if kind == "verbs" and not _conjugates(v)), None)


def _conjugates(verb: str) -> bool:
    words = [w for w in parts(verb) if w not in ("s'", "se")]
    if not words or not is_verb(words[0]):
        return False
    try:
        return bool(conjugate(words[0]))
    except ValueError:
        return False


def _strings(value: Any) -> set[str]:
    if isinstance(value, str):
        return {value}
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {s for v in inner for s in _strings(v)}


def _fill(value: Any, given: Mapping[str, Any]) -> Any:
    """Put parameters where `$name` stands; a list inside a list is spliced in."""
    if isinstance(value, str):
        return given.get(value[1:], value) if value.startswith("$") else value
    if isinstance(value, dict):
        out = {}
        for k, v in value.items():
            if k == "$slots":
                out.update(given[v[1:]] if isinstance(v, str) else v)
            else:
                out[k] = _fill(v, given)
        return out
    if isinstance(value, list):
        flat: list[Any] = []
        for v in value:
            filled = _fill(v, given)
            flat += filled if isinstance(filled, list) and isinstance(v, str) else [filled]
        return flat
    return value


def _check(rule: Rule, place: Place, source: Source, known: RuleSet) -> None:
    """What the models cannot see: event, slots, kinds, classes, verbs."""

    def refuse(where: Place, reason: str) -> RuleError:
        return source.error((*place, *where), f"rule {rule.name}: {reason}")

    slots = slots_of(rule.event, known.events)
    if slots is None:
        raise refuse(("event",), f"{rule.event!r} is no event type{did_you_mean(rule.event, [*EVENT_TYPES, *known.events])}")
    if not rule.trigger:
        raise refuse(("trigger",), "no trigger: it could never fire")
    for verb in rule.trigger.verbs:
        if not _conjugates(verb):
            raise refuse(("trigger", "verbs"), f"{verb!r} is no infinitive")
    for where, held in (("trigger", rule.trigger.words), ("near", rule.near), ("unless", rule.unless)):
        for entry in entries(held):
            if fault := entry_fault(entry):
                raise refuse((where,), fault)
    for cls in rule.trigger.classes:
        if cls not in known.classes:
            raise refuse(("trigger", "classes"), f"there is no word class {cls!r}{did_you_mean(cls, known.classes)}")
    if rule.trigger.values is not None and rule.trigger.values not in known.values:
        raise refuse(
            ("trigger", "values"), f"there is no value list {rule.trigger.values!r}{did_you_mean(rule.trigger.values, known.values)}"
        )
    for name, slot in rule.slots.items():
        if name not in slots:
            raise refuse(("slots", name), f"{rule.event} has no slot {name!r}{did_you_mean(name, slots)}")
        for kind in slot.kinds:
            if kind not in known.kinds():
                raise refuse(("slots", name, "kinds"), f"{kind!r} is no kind{did_you_mean(kind, known.kinds())}")
        for strategy in slot.find:
            for phrase in strategy.partition(":")[2].split("|"):
                if phrase.startswith("@") and phrase[1:] not in known.phrases:
                    raise refuse(
                        ("slots", name, "find"), f"there is no phrase list {phrase[1:]!r}{did_you_mean(phrase[1:], known.phrases)}"
                    )
        if rule.event in known.events and (wrong := sorted(set(slot.kinds) - _takes(slots[name], known))):
            raise refuse(("slots", name, "kinds"), f"{name} of {rule.event} holds {slots[name]}, which {wrong[0]!r} is not")
        if slot.cardinality == "many" and slots[name] not in ("parties", "many"):
            raise refuse(("slots", name, "cardinality"), f"{name} of {rule.event} holds one value")
    for name, value in rule.set.items():
        if name not in slots:
            raise refuse(("set", name), f"{rule.event} has no slot {name!r}{did_you_mean(name, slots)}")
        choices = choices_of(rule.event, name, known.events)
        if choices and value not in choices:
            raise refuse(("set", name), f"{value!r} is no {name}{did_you_mean(value, choices)}")
    for need in rule.needs:
        for option in need.split("|"):
            if option not in known.kinds():
                raise refuse(("needs",), f"{option!r} is no kind{did_you_mean(option, known.kinds())}")


def _check_words(file: RuleFile, source: Source) -> None:
    """That the vocabularies of a file hold what can be looked up."""
    words: list[tuple[Place, Iterable[str]]] = [(("values", k, v), items) for k, held in file.values.items() for v, items in held.items()]
    words += [(("titles", name, "heads"), titles.heads) for name, titles in file.titles.items()]
    words += [(("numbers", name), units) for name, units in file.numbers.items()]
    words += [(("cues", cue, "words"), cues.words) for cue, cues in file.cues.items()]
    for place, items in words:
        for entry in entries(items):
            if fault := entry_fault(entry):
                raise source.error(place, fault)
    for cue, cues in file.cues.items():
        for verb in cues.verbs:
            if not _conjugates(verb):
                raise source.error(("cues", cue, "verbs"), f"{verb!r} is no infinitive")


def _takes(holds: str, known: RuleSet) -> set[str]:
    """The kinds that may fill a slot of a pack's own type."""
    if holds in ("party", "parties"):
        return {*NAME_KINDS, *KIND_GROUPS}
    words = {k for k in known.kinds() if k.startswith("word:")}
    numbers = {k for k in known.kinds() if k.startswith("number:")} | {"number", "percent"}
    return {"money": {"amount", "amount?"}, "date": {"date"}, "number": numbers, "text": {*words, "phrase"}}.get(holds, words)


def expand_kinds(kinds: Iterable[str]) -> frozenset[str]:
    """Kinds with groups replaced by their members.

    >>> "bank" in expand_kinds(["org"])
    True
    """
    return frozenset(k for kind in kinds for k in KIND_GROUPS.get(kind, (kind,)))
