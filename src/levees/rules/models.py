"""What a rule file may say: Pydantic models that refuse what they do not know.

A rule names an event, the words that make it look (`trigger`), what the sentence must hold (`needs`), and for each slot the kinds
that may fill it and the strategies to try, in order. There are no priorities: each rule gives its mentions, and what later steps
make of several mentions of one deal is their business.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from levees.schema import EVENT_TYPES

NAME_KINDS = ("company", "investor", "bank", "person", "public_body", "media", "product", "place", "exchange", "other")
KIND_GROUPS: dict[str, tuple[str, ...]] = {
    "org": ("company", "investor", "bank", "public_body", "media", "exchange"),
    "firm": ("company", "investor", "bank"),
    "party": ("company", "investor", "bank", "public_body", "person", "media"),
}
VALUE_KINDS = ("amount", "amount?", "percent", "date", "number", "phrase")  # amount? takes candidates too; phrase is a stretch of text
KINDS = (*NAME_KINDS, *KIND_GROUPS, *VALUE_KINDS)

PLAIN = frozenset(
    {
        "agent",
        "patient",
        "apposition",
        "governor-agent",
        "governor-patient",
        "inside",  # syntax
        "agent-side",
        "patient-side",
        "before",
        "after",
        "before-any",
        "after-any",
        "nearest",
        "sentence",
        "previous",
        "topic",
        "title",
        "trigger",  # surface
        "whole",
        "next",
        "prior",
        "opening",
        "owner",
        "measure",
        "dative",
        "pronoun",
    }
)
WITH_WORDS = frozenset({"oblique", "governor-oblique", "after", "before", "list-after", "role-of"})
SYNTAX = frozenset({"agent", "patient", "apposition", "governor-agent", "governor-patient", "inside", "oblique", "governor-oblique"})

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Statuses = Literal["completed", "ongoing", "planned", "cancelled"]
Certainties = Literal["asserted", "reported", "denied", "hypothetical"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Trigger(_Strict):
    """The words that make a rule look: verbs (conjugated here), words as they stand (`*` any ending, `~` up to three words), classes."""

    verbs: tuple[Word, ...] = ()
    words: tuple[Word, ...] = ()
    classes: tuple[Word, ...] = ()  # of cues/triggers.yml
    values: Word | None = None  # all words of a value list
    voice: tuple[Literal["active", "passive", "participle"], ...] = ("active", "passive", "participle")

    def __bool__(self) -> bool:
        return bool(self.verbs or self.words or self.classes or self.values)


class Slot(_Strict):
    """How a slot is filled."""

    kinds: tuple[Word, ...]
    cardinality: Literal["one", "many"] = "one"
    find: tuple[Word, ...]
    required: bool = False
    shared: bool = False  # may hold a party that another slot holds already
    unless: tuple[Word, ...] = ()  # words right before the filler that rule it out
    unless_next: tuple[Word, ...] = ()  # words right after the filler that rule it out

    @field_validator("find")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for strategy in value:
            name, _, words = strategy.partition(":")
            if words and name not in WITH_WORDS or not words and name not in PLAIN:
                from levees.rules.source import did_you_mean

                known = PLAIN | {f"{w}:…" for w in WITH_WORDS}
                why = "takes words after a colon" if name in WITH_WORDS else "takes no words" if name in PLAIN else "is no strategy"
                raise ValueError(f"{strategy!r} {why}{did_you_mean(strategy, known) if why == 'is no strategy' else ''}")
        return value


class Example(_Strict):
    """A text, with names marked as in the annotated articles (`[c:Alba] lève 12 M€`), and what each slot must hold."""

    text: Word
    gives: dict[str, str | tuple[str, ...]] = {}
    status: Statuses | None = None
    certainty: Certainties | None = None


class Rule(_Strict):
    """One way in which the press tells of an event."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]+(\.[a-z0-9_-]+)*$")]
    event: str
    trigger: Trigger
    needs: tuple[Word, ...] = ()  # all of them must be in the sentence; « amount|percent » is either
    near: tuple[Word, ...] = ()  # one of these words must be in the sentence
    unless: tuple[Word, ...] = ()  # none of these may be
    set: dict[str, str] = {}  # slots with a fixed value
    slots: dict[str, Slot]
    status: Statuses = "completed"
    certainty: Certainties = "asserted"
    examples: tuple[Example, ...] = ()
    rejects: tuple[Word, ...] = ()

    @property
    def family(self) -> str:
        """The part of the name before the first dot."""
        return self.name.partition(".")[0]


class Template(_Strict):
    """Rules with holes: `$name` stands for a parameter of a declared kind."""

    parameters: dict[str, Literal["verbs", "words", "kinds", "find", "event", "text", "slots"]]
    rules: tuple[dict[str, Any], ...]


class EventSpec(_Strict):
    """An event type of a pack's own: its slots with their kinds, and which slots say that two events are one."""

    slots: dict[str, Literal["party", "parties", "money", "date", "number", "text"] | Annotated[tuple[Word, ...], Field(min_length=1)]]
    main: tuple[Word, ...] = Field(min_length=1)
    doc: str = ""


class Titles(_Strict):
    """A vocabulary of phrases: a head, then any of the words that may follow."""

    heads: tuple[Word, ...]
    more: tuple[Word, ...] = ()


class Cues(_Strict):
    """Words that tell how far a deal is and how far the article stands behind it."""

    verbs: tuple[Word, ...] = ()
    words: tuple[Word, ...] = ()


class RuleFile(_Strict):
    """One file: a family of rules, with what they need."""

    family: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]+$")]
    doc: str = ""
    anchors: Any = None  # a place for YAML anchors; not read
    events: dict[str, EventSpec] = {}
    values: dict[str, dict[str, tuple[Word, ...]]] = {}
    titles: dict[str, Titles] = {}
    numbers: dict[str, tuple[Word, ...]] = {}
    phrases: dict[str, tuple[Word, ...]] = {}
    cues: dict[Literal["ongoing", "planned", "cancelled", "reported", "denied", "hypothetical"], Cues] = {}
    templates: dict[str, Template] = {}
    accept: tuple[Word, ...] = ()  # words that no French lexicon has and that are meant
    off: tuple[Word, ...] = ()
    rules: tuple[dict[str, Any], ...] = ()


def slots_of(event: str, specs: dict[str, EventSpec]) -> dict[str, str] | None:
    """The slots of an event type with what they hold: party, parties, money, date, number, choice, text; None for an unknown type.

    >>> slots_of("Founding", {})
    {'company': 'party', 'founders': 'parties', 'date': 'date'}
    """
    if event in specs:
        return {name: holds if isinstance(holds, str) else "choice" for name, holds in specs[event].slots.items()}
    model = EVENT_TYPES.get(event)
    if model is None:
        return None
    own = set(model.model_fields) - {
        "type",
        "id",
        "status",
        "certainty",
        "source",
        "trigger",
        "evidence",
        "rule",
        "confidence",
        "links",
        "grounds",
    }
    return {name: _holds(f.annotation) for name, f in model.model_fields.items() if name in own}


def _holds(annotation: Any) -> str:
    if get_origin(annotation) is list:
        return "parties"
    names = {getattr(a, "__name__", str(a)) for a in (get_args(annotation) or (annotation,))} - {"NoneType"}
    text = " ".join(names) + " " + str(annotation)
    return (
        "party"
        if "Party" in names
        else "money"
        if "Money" in names
        else "date"
        if "TimeExpression" in names
        else "number"
        if "Decimal" in text
        else "text"
        if names == {"str"}
        else "choice"
    )


def choices_of(event: str, slot: str, specs: dict[str, EventSpec]) -> frozenset[str]:
    """The values that a closed slot of an event may take; empty where it is open.

    >>> sorted(choices_of("LeadershipChange", "direction", {}))
    ['joins', 'leaves']
    """
    if event in specs:
        holds = specs[event].slots.get(slot, "")
        return frozenset() if isinstance(holds, str) else frozenset(holds)
    model = EVENT_TYPES.get(event)
    if model is None or slot not in model.model_fields:
        return frozenset()
    out: set[str] = set()
    for a in get_args(model.model_fields[slot].annotation):
        members = getattr(a, "__members__", None)
        if members:
            out |= {str(m.value) for m in members.values()}
    return frozenset(out)
