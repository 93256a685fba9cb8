"""Who takes part: companies, funds, persons and so on, and the entities of an article."""

from __future__ import annotations

from enum import StrEnum

from levees.schema.base import Grounded, Model


class PartyKind(StrEnum):
    """What a party is."""

    COMPANY = "company"
    INVESTOR = "investor"
    BANK = "bank"
    PERSON = "person"
    PUBLIC_BODY = "public_body"
    MEDIA = "media"
    PRODUCT = "product"
    PLACE = "place"
    EXCHANGE = "exchange"


class Party(Grounded):
    """A party in a slot.

    `entity` is the index of its entry in the extraction's `entities`, `confidence` the chance that it belongs into the slot.
    """

    name: str
    kind: PartyKind | None = None
    entity: int | None = None
    lead: bool = False
    ids: dict[str, str] = {}
    confidence: float | None = None


class Mention(Grounded):
    """One place where an entity is named."""


class Entity(Model):
    """A named thing of the article, with every place that names it."""

    name: str
    kind: PartyKind | None = None
    aliases: list[str] = []
    ids: dict[str, str] = {}
    mentions: list[Mention] = []
