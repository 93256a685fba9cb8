"""Why an article gave the events that it gave: rule, trigger, strategies, cues and scores of each, and what came near."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from levees.pipes.build import make_doc
from levees.reader.facts import assessed
from levees.reader.network import TYPES
from levees.rules.explain import why_not
from levees.schema import Article, BaseEvent, Money, Party, TimeExpression

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.language import Language

    from levees.pipes.reading import Reading

SHOWN = 3  # scores of so many types are worth a look
NEAR = 0.25  # from this chance on, what the reader left out came near


@dataclass(frozen=True, slots=True)
class Why:
    """One event, or one that nearly was: what saw it, who and what was found how, what was said of it, what it lacked."""

    event: str
    found: bool
    rule: str | None
    trigger: str
    start: int
    end: int
    slots: dict[str, tuple[str, str]] = field(default_factory=dict)  # slot -> (words, strategy)
    status: str = ""
    certainty: str = ""
    cues: tuple[tuple[str, str], ...] = ()  # (words, what they say)
    scores: tuple[tuple[str, float], ...] = ()  # the reader's chances of the likeliest types
    confidence: float | None = None
    lacks: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """Plain text, a line a fact."""
        by = self.rule or "the reader"
        yield f"{'+' if self.found else '-'} {self.event} at « {self.trigger} », by {by}" + (
            f", confidence {self.confidence:.2f}" if self.confidence is not None else "")
        for slot, (words, strategy) in self.slots.items():
            yield f"    {slot}: {words}  [{strategy}]"
        if self.status:
            cues = ", ".join(f"« {words} » ({says})" for words, says in self.cues)
            yield f"    {self.status}, {self.certainty}" + (f"; cues: {cues}" if cues else "")
        if self.scores:
            yield "    reader: " + ", ".join(f"{name} {chance:.2f}" for name, chance in self.scores)
        for lack in self.lacks:
            yield f"    {lack}"


def explain_article(article: Article, nlp: Language) -> tuple[list[Why], list[Why]]:
    """Why each event of an article was found, and what came near without being one, in the order of the text.

    A near miss is a rule whose trigger was seen and which lacked something, or a place where the reader thought of an event and did
    not believe it.
    """
    doc = nlp(make_doc(nlp, article.full_text, article.published))
    reading: Reading = doc._.levees
    reader = nlp.get_pipe("levees_events")
    scores = _Scores(reader, reading)  # type: ignore[arg-type]
    events = [_why(event, reading, scores) for event in reading.events]
    misses: list[Any] = []
    fired = nlp.get_pipe("levees_rules").matcher(reading, trace=True, misses=misses)  # type: ignore[attr-defined]
    taken = {(w.event, w.start) for w in events}
    near = [_miss(m) for m in misses if m.slots or len(m.trace) > 1]
    near += [_unheard(m, scores) for m in fired if (m.event, m.start) not in taken and not _told(m, reading.events)]
    near += scores.left_out(reading.events)
    return events, sorted(near, key=lambda w: (w.start, w.event, w.rule or ""))


class _Scores:
    """The reader's chances at each anchor of an article."""

    def __init__(self, reader: Any, reading: Any) -> None:
        self.text = reading.text
        self.rows: list[tuple[int, int, np.ndarray]] = []
        if not len(reading.doc) or not (reading.amounts or reading.names):
            return
        _, decoder = reader.read(reading)
        doc = reading.doc
        for anchor, logits in zip(decoder.i.encoded.anchors, decoder.s.types, strict=True):
            last = doc[anchor.end - 1]
            self.rows.append((doc[anchor.start].idx, last.idx + len(last), 1 / (1 + np.exp(-np.clip(logits, -40, 40)))))

    def at(self, start: int, end: int) -> tuple[tuple[str, float], ...]:
        """The likeliest types of the anchor that overlaps a place."""
        row = next((p for a, b, p in self.rows if a < end and start < b), None)
        if row is None:
            return ()
        best = np.argsort(-row)[:SHOWN]
        return tuple((TYPES[i], round(float(row[i]), 3)) for i in best if row[i] >= 0.01)

    def left_out(self, events: list[BaseEvent]) -> Iterator[Why]:
        """Anchors that the reader thought of and that no event stands on."""
        used = [place for event in events for place in _places(event)]
        for start, end, row in self.rows:
            best = int(row.argmax())
            if row[best] >= NEAR and not any(a < end and start < b for a, b in used):
                lacks = f"the reader gives {TYPES[best]} a chance of {row[best]:.2f}, which is not enough, or finds nobody for it"
                yield Why(TYPES[best], False, None, self.text[start:end], start, end, scores=self.at(start, end), lacks=(lacks,))


def _places(event: BaseEvent) -> list[tuple[int, int]]:
    amount = getattr(event, "amount", None)
    out = [(amount.start, amount.end)] if isinstance(amount, Money) and amount.start is not None else []
    out += [(event.trigger.start, event.trigger.end)] if event.trigger else []
    return out + [(g.start, g.end) for g in event.grounds.values() if g.start is not None and g.end is not None]


def _why(event: BaseEvent, reading: Any, scores: _Scores) -> Why:
    places = _places(event) or [(event.evidence.start, event.evidence.end)] if event.evidence else _places(event)
    start, end = (event.trigger.start, event.trigger.end) if event.trigger else places[0] if places else (0, 0)
    slots = {}
    for slot, value in event.filled().items():
        ground = event.grounds.get(slot)
        slots[slot] = (_words(value), ground.strategy if ground and ground.strategy else "reader")
    fact = assessed(reading, *places[0]) if places else None
    cues = tuple((reading.text[a:b], says) for a, b, says in fact.cues) if fact else ()
    chances = next((s for place in places if (s := scores.at(*place))), ())
    return Why(type(event).__name__, True, event.rule, reading.text[start:end], start, end, slots, event.status.value,
               event.certainty.value, cues, chances, event.confidence)


def _miss(mention: Any) -> Why:
    slots = {slot: (", ".join(f.text for f in found), found[0].strategy) for slot, found in mention.slots.items()}
    lacks = [why_not(mention)]
    tried: dict[tuple[str, str], list[str]] = {}
    for step in mention.trace:
        if step.slot and not step.found and step.slot not in mention.slots:
            tried.setdefault((step.slot, step.text), []).append(step.strategy)
    lacks += [f"{slot}: {', '.join(ways)} found nothing; there stood « {text} »" for (slot, text), ways in tried.items()]
    return Why(mention.event, False, mention.rule, mention.text, mention.start, mention.end, slots, lacks=tuple(lacks))


def _unheard(mention: Any, scores: _Scores) -> Why:
    """A rule that fired and that the reader did not follow."""
    slots = {slot: (", ".join(f.text for f in found), found[0].strategy) for slot, found in mention.slots.items()}
    place = next(((f.start, f.end) for found in mention.slots.values() for f in found if f.kind.startswith(("amount", "percent"))),
                 (mention.start, mention.end))
    return Why(mention.event, False, mention.rule, mention.text, mention.start, mention.end, slots, scores=scores.at(*place),
               lacks=("the rule fired, and the reader did not believe it; trust it in a pack's pack.yml to make it an event",))


def _told(mention: Any, events: list[BaseEvent]) -> bool:
    """Whether some event of the mention's type has what the rule found."""
    mine = {(f.start, f.end) for found in mention.slots.values() for f in found if f.kind.startswith(("amount", "percent"))}
    mine |= {(mention.start, mention.end)}
    return any(type(e).__name__ == mention.event and mine.intersection(_places(e)) for e in events)


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_words(v) for v in value)
    if isinstance(value, Party):
        return value.name if value.name == value.text else f"{value.name} (« {value.text} »)"
    if isinstance(value, TimeExpression):
        return f"{value.value} (« {value.text} »)"
    return value.text if isinstance(value, Money) else f"{value:f}" if hasattr(value, "as_tuple") else str(getattr(value, "value", value))
