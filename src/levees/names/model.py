"""What the names room hands on: mentions, entities, nominals."""

from __future__ import annotations

from dataclasses import dataclass, field

KINDS = ("company", "investor", "bank", "person", "public_body", "media", "product", "place", "exchange", "other")
ORGANISATIONS = frozenset({"company", "investor", "bank", "public_body", "media", "exchange"})


def coarse(kind: str) -> str:
    """Person, organisation, product, place or other.

    >>> coarse("investor")
    'organisation'
    """
    return "organisation" if kind in ORGANISATIONS else kind


@dataclass(slots=True)
class Name:
    """One mention of a name: `text[start:end]`, what it is taken for, and why.

    `kind` is one of `KINDS`; "other" holds names of no party (laws, events, brands of unknown kind).
    `ids` is filled for names that the user supplied; `ambiguous` says that those ids belong to several parties.
    """

    start: int
    end: int
    text: str
    kind: str
    score: float
    why: tuple[str, ...] = ()
    kinds: dict[str, float] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    canonical: str | None = None
    ambiguous: bool = False


@dataclass(slots=True)
class NamedEntity:
    """One party of the article with all its mentions; `gender` is "m", "f" or None."""

    index: int
    name: str
    kind: str
    aliases: list[str]
    mentions: list[Name]
    ids: dict[str, str] = field(default_factory=dict)
    gender: str | None = None


@dataclass(slots=True)
class Nominal:
    """A nominal, pronoun or possessive that may stand for an entity: (entity index, score), best first.

    `members` holds the entities that a counted plural stands for (« les deux sociétés »), where they are certain.
    """

    start: int
    end: int
    text: str
    head: str
    kinds: frozenset[str]
    gender: str | None
    number: str
    candidates: list[tuple[int, float]] = field(default_factory=list)
    members: tuple[int, ...] = ()
