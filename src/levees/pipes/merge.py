"""Events of an article that was read in pieces: a deal told in several of them is one event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from levees.pipes.likeness import agree, identities, money_key, name_key, names_of
from levees.schema import BaseEvent, Ground, Money, Party

_APART = frozenset({"denied", "cancelled"})  # a rumour and its denial are two events, as are a plan and its end


def merged(pieces: Sequence[Sequence[BaseEvent]], text: str) -> list[BaseEvent]:
    """The events of all pieces, those of one deal as one; order kept. Offsets are those of the whole `text`.

    Two events are one when type, main party by name and amount agree and nothing else in them speaks against it; an event without
    an amount joins the only one that has one. The fuller stays, takes over what it lacks, and keeps the other's sentence among its
    `grounds`, as `evidence_2`, `evidence_3`… Events of one piece are never merged: the reader has weighed those already.

    >>> from levees.schema import FundingRound
    >>> alba = Party(name="Alba", text="Alba")
    >>> len(merged([[FundingRound(company=alba)], [FundingRound(company=alba)]], "Alba… Alba…"))
    1
    """
    out: list[BaseEvent] = []
    known: dict[tuple[object, ...], dict[Any, list[int]]] = {}  # by identity, then by amount: places in `out`
    for events in pieces:
        taken: set[int] = set()
        fresh: list[int] = []
        for event in events:
            at = next((i for i in _candidates(event, known) if i not in taken and one_deal(out[i], event)), None)
            if at is None:
                at = len(out)
                out.append(event)
            else:
                out[at] = joined(out[at], event, text)
            taken.add(at)
            fresh.append(at)
        for at in fresh:  # only now: events of one piece do not meet
            _note(out[at], at, known)
    return out


def _note(event: BaseEvent, at: int, known: dict[tuple[object, ...], dict[Any, list[int]]]) -> None:
    for key in identities(event):
        places = known.setdefault(key, {}).setdefault(money_key(getattr(event, "amount", None)), [])
        if at not in places:
            places.append(at)


def _candidates(event: BaseEvent, known: dict[tuple[object, ...], dict[Any, list[int]]]) -> Iterable[int]:
    money = money_key(getattr(event, "amount", None))
    for key in identities(event):
        by_amount = known.get(key, {})
        yield from by_amount.get(money, ())
        if money is not None:
            yield from by_amount.get(None, ())
        elif len(places := {i for found in by_amount.values() for i in found}) == 1:
            yield from places  # which of several amounts is meant nobody can know


def one_deal(one: BaseEvent, other: BaseEvent) -> bool:
    """Whether two events may be one deal: no amount, no slot, no status of the one excludes the other's."""
    if {one.status, one.certainty} & _APART != {other.status, other.certainty} & _APART:
        return False
    amounts = money_key(getattr(one, "amount", None)), money_key(getattr(other, "amount", None))
    if None in amounts and one.status != other.status or None not in amounts and amounts[0] != amounts[1]:
        return False
    return agree(one, other)


def joined(one: BaseEvent, other: BaseEvent, text: str) -> BaseEvent:
    """Two readings of one deal as one event: the fuller, with what only the other has."""
    event, rest = (one, other) if _weight(one) >= _weight(other) else (other, one)
    mine, more = event.filled(), {}
    for slot, value in rest.filled().items():
        if slot not in mine:
            more[slot] = value
        elif isinstance(value, list):
            names = names_of(mine[slot])
            extra = [p for p in value if isinstance(p, Party) and name_key(p) not in names]
            if extra:
                more[slot] = [*mine[slot], *extra]
    grounds = {**event.grounds, **{slot: ground for slot, ground in rest.grounds.items() if slot in more and slot not in event.grounds}}
    if event.source is None and event.certainty == rest.certainty and rest.source is not None:
        more["source"] = rest.source
    places = [(rest.evidence.start, rest.evidence.end)] if rest.evidence is not None else []
    places += [(g.start, g.end) for key, g in sorted(rest.grounds.items()) if key.startswith("evidence_") and g.start is not None and g.end]
    for start, end in sorted(places):
        number = 2 + sum(key.startswith("evidence_") for key in grounds)
        grounds[f"evidence_{number}"] = Ground(text=text[start:end], start=start, end=end, strategy="piece")
    return event.model_copy(update={**more, "grounds": grounds})


def _weight(event: BaseEvent) -> tuple[bool, int]:
    filled = event.filled()
    return isinstance(filled.get("amount"), Money), sum(len(v) if isinstance(v, list) else 1 for v in filled.values())
