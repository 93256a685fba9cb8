"""What the pipes leave on a Doc: one `Reading`, under `doc._.levees`, and the spans of spaCy's own `doc.spans`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from spacy.tokens import Doc, Span, SpanGroup


@dataclass(slots=True)
class Reading:
    """An article as read so far; each pipe fills its own fields and changes no other's."""

    doc: Doc
    text: str
    published: str | None = None
    body_start: int = 0
    sentences: list[tuple[int, int]] = field(default_factory=list)
    amounts: list[Any] = field(default_factory=list)  # grammar.amounts.Amount, candidates too
    percents: list[Any] = field(default_factory=list)
    dates: list[Any] = field(default_factory=list)
    names: list[Any] = field(default_factory=list)
    entities: list[Any] = field(default_factory=list)
    nominals: list[Any] = field(default_factory=list)
    entity_of: dict[tuple[int, int], int] = field(default_factory=dict)
    mentions: list[Any] = field(default_factory=list)  # rules.mention.RuleMention
    events: list[Any] = field(default_factory=list)
    fingerprint: str | None = None
    passed_over: bool = False  # the pre-filter saw that no event can stand there: nothing was parsed
    trial: Any = None  # rules.trial.Trial: rules in place of the pipeline's, for this article alone


def _get(doc: Doc) -> Reading:
    reading = doc.user_data.get("levees")
    if reading is None:
        reading = doc.user_data["levees"] = Reading(doc=doc, text=doc.text, published=doc._.published)
    return reading


def register() -> None:
    """Declare the extensions, once: `doc._.levees` (a Reading) and `doc._.published` (text or None)."""
    if not Doc.has_extension("levees"):
        Doc.set_extension("levees", getter=_get)
    if not Doc.has_extension("published"):
        Doc.set_extension("published", default=None)


def spans(doc: Doc, found: list[Any], label: str) -> SpanGroup:
    """A SpanGroup of the tokens that hold what was found; finds inside one token widen to it."""
    out = []
    for item in found:
        span: Span | None = doc.char_span(item.start, item.end, label=label, alignment_mode="expand")
        if span is not None:
            out.append(span)
    return SpanGroup(doc, name=label, spans=out)


register()
