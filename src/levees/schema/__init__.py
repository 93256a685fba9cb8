"""The typed data that levees returns: frozen Pydantic models, no spaCy."""

from levees.schema.article import SCHEMA_VERSION, Article, Extraction, parse_published
from levees.schema.base import Grounded, Model, clean, plain
from levees.schema.dates import DateMod, Grain, TimeExpression
from levees.schema.events import (
    EVENT_TYPES,
    Acquisition,
    BaseEvent,
    Basis,
    Certainty,
    Direction,
    FinancialResult,
    Founding,
    FundClosing,
    FundingRound,
    Ground,
    Instrument,
    Ipo,
    LeadershipChange,
    MarketActivity,
    Metric,
    ProductLaunch,
    Round,
    Span,
    Stake,
    StakeKind,
    Status,
    TotalRaised,
    Trigger,
    Valuation,
)
from levees.schema.money import Money, MoneyMod
from levees.schema.own import Event, GenericEvent, OwnEvent, declare, event_types, forget, json_schema
from levees.schema.parties import Entity, Mention, Party, PartyKind

__all__ = [
    "EVENT_TYPES", "SCHEMA_VERSION", "Acquisition", "Article", "BaseEvent", "Basis", "Certainty", "DateMod",
    "Direction", "Entity", "Event", "Extraction", "FinancialResult", "Founding", "FundClosing", "FundingRound",
    "GenericEvent", "Grain", "Ground", "Grounded", "Instrument", "Ipo", "LeadershipChange", "MarketActivity", "Mention",
    "Metric", "Model", "Money", "MoneyMod", "OwnEvent", "Party", "PartyKind", "ProductLaunch", "Round", "Span", "Stake",
    "StakeKind", "Status", "TimeExpression", "TotalRaised", "Trigger", "Valuation", "clean", "declare", "event_types",
    "forget", "json_schema", "parse_published", "plain",
]
