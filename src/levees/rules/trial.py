"""Rules tried on one article: a text beside the shipped rules, validated as a pack's, and bounded in size and in time.

Whoever writes the text need not be trusted: it is data, there are no regular expressions in it, and what it unfolds to is counted
before it is built.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from levees.rules.article import Readable
from levees.rules.load import RuleSet, load_rules
from levees.rules.match import Matcher
from levees.rules.mention import RuleMention
from levees.rules.models import Rule
from levees.rules.source import RuleError, parse_source
from levees.rules.verbs import FORMS
from levees.rules.words import entries
from levees.schema import clean

NAME = "rules"  # what the text is called in errors
LONGEST = 20_000  # characters
MANY = 50  # rules, those that templates make included
ENTRIES = 50_000  # words and phrases that the rules unfold to, three times as many as the shipped rules
FIRINGS = 300  # mentions in one article
SECONDS = 5.0  # that matching may take
_FORMS = 6 * len(FORMS)  # forms of a verb, roughly


class Trial:
    """The shipped rules, and those of packs, with a text of rules over them: a rule of the same name replaces the one that was there.

    What a rule of the text reads is an event by itself, as with a pack. Raises RuleError, with the line, where the text is no rules or
    is too much.

    >>> trial = Trial("family: mine\\nrules:\\n- {name: x, event: Ipo, trigger: {words: [coter]}, slots: {}}")
    >>> trial.rules.trusted("mine.x")
    1.0
    """

    def __init__(self, text: str, *, packs: Iterable[str | Path] = (), seconds: float = SECONDS) -> None:
        text = clean(text)
        _refuse_size(text)
        self.rules = load_rules(packs, texts={NAME: text})
        self.own = {name for name, (file, _) in self.rules.origin.items() if file == NAME and name in self.rules.rules}
        unfolded = 0
        for name in self.own:
            self.rules.pack[name] = NAME
            unfolded += _weight(self.rules.rules[name], self.rules)
            if unfolded > ENTRIES:
                raise self._error(name, f"with this rule the words unfold to more than {ENTRIES:,}; name fewer")
        self.matcher = Matcher(self.rules)
        self.seconds = seconds
        self.digest = sha256(text.encode()).hexdigest()[:8]

    def __call__(self, reading: Readable, *, trace: bool = False) -> list[RuleMention]:
        """Mentions of a reading, in the text's order. Raises RuleError where it takes too long, or the text's rules fire too often."""
        until = time.monotonic() + self.seconds

        def pause() -> None:
            if time.monotonic() > until:
                raise RuleError(NAME, 1, f"these rules took more than {self.seconds:g} seconds on the article; name fewer words")

        found = self.matcher(reading, trace=trace, pause=pause)
        own = [mention.rule for mention in found if mention.rule in self.own]
        if len(own) > FIRINGS:
            busiest = max(set(own), key=own.count)
            raise self._error(busiest, f"these rules fire {len(own):,} times on the article; more than {FIRINGS} are no events")
        return found

    def _error(self, rule: str, reason: str) -> RuleError:
        return RuleError(NAME, self.rules.origin[rule][1], reason)


def _refuse_size(text: str) -> None:
    if len(text) > LONGEST:
        raise RuleError(NAME, 1, f"the rules are longer than {LONGEST:,} characters; try fewer at once")
    source = parse_source(text, NAME)
    data = source.data
    if not isinstance(data, Mapping):
        raise source.error((), "rules begin with their family: « family: mine », then « rules: »")
    if data.get("events"):
        raise source.error(("events",), "event types of one's own need a pack; here, rules tell of the shipped types")
    if (count := _count(data)) > MANY:
        raise source.error(("rules",), f"there are {count:,} rules, templates unfolded; try at most {MANY} at once")


def _count(data: Mapping[str, Any]) -> int:
    """How many rules a file's data will make, at most; shipped templates make a few each."""
    rules, templates = data.get("rules") or (), data.get("templates") or {}
    made = 0
    for rule in rules if isinstance(rules, list) else ():
        template = templates.get(str(rule.get("use"))) if isinstance(rule, Mapping) and isinstance(templates, Mapping) else None
        inner = template.get("rules") if isinstance(template, Mapping) else None
        made += max(1, len(inner)) if isinstance(inner, list) else 1
    return made


def _weight(rule: Rule, rules: RuleSet) -> int:
    """How many words and phrases a rule unfolds to."""
    trigger = rule.trigger
    words = len(trigger.verbs) * _FORMS + sum(1 for _ in entries((*trigger.words, *rule.near, *rule.unless)))
    words += sum(len(rules.classes[name]) for name in trigger.classes)
    if trigger.values is not None:
        words += sum(len(items) for items in rules.values[trigger.values].values())
    for slot in rule.slots.values():
        for said in (*(find.partition(":")[2] for find in slot.find), *slot.unless, *slot.unless_next):
            words += sum(len(rules.phrases.get(piece.strip()[1:], ())) if piece.strip()[:1] == "@" else 1 for piece in said.split("|"))
    return words


def as_text(rule: Rule) -> str:
    """A rule as a file that says it and nothing else, to begin from.

    >>> as_text(load_rules().rules["funding.raise"]).splitlines()[0]
    'family: funding'
    """
    family, _, name = rule.name.partition(".")
    body = {"name": name} | {k: v for k, v in rule.model_dump(mode="json", exclude_defaults=True).items() if k != "name"}
    return yaml.dump({"family": family, "rules": [body]}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=76)


class _Dumper(yaml.SafeDumper):
    """Lists and short mappings on one line, as the shipped rules are written."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, False)


def _mapping(dumper: yaml.SafeDumper, data: dict[str, Any]) -> yaml.Node:
    node = dumper.represent_mapping("tag:yaml.org,2002:map", data.items())
    flat = len(str(data)) < 150 and not any(key in data for key in ("family", "event"))
    node.flow_style = flat or {"kinds", "find"} <= data.keys() or "text" in data
    return node


def _sequence(dumper: yaml.SafeDumper, data: list[Any]) -> yaml.Node:
    node = dumper.represent_sequence("tag:yaml.org,2002:seq", data)
    node.flow_style = not any(isinstance(item, dict) or len(str(item)) > 40 for item in data)
    return node


_Dumper.add_representer(dict, _mapping)
_Dumper.add_representer(list, _sequence)
