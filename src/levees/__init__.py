"""levees reads French financial news into typed, grounded events.

Importing it is cheap: spaCy and pydantic are imported when a name that needs them is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from levees.api import amounts, annotate, dates, extract, load, percents
    from levees.schema import (
        EVENT_TYPES,
        Acquisition,
        Article,
        Certainty,
        Entity,
        Extraction,
        FinancialResult,
        Founding,
        FundClosing,
        FundingRound,
        Ipo,
        LeadershipChange,
        MarketActivity,
        Money,
        Party,
        ProductLaunch,
        Stake,
        Status,
        TimeExpression,
        TotalRaised,
        Valuation,
    )

__all__ = [
    "EVENT_TYPES",
    "Acquisition",
    "Article",
    "Certainty",
    "Entity",
    "Extraction",
    "FinancialResult",
    "Founding",
    "FundClosing",
    "FundingRound",
    "Ipo",
    "LeadershipChange",
    "MarketActivity",
    "Money",
    "Party",
    "ProductLaunch",
    "Stake",
    "Status",
    "TimeExpression",
    "TotalRaised",
    "Valuation",
    "amounts",
    "annotate",
    "dates",
    "extract",
    "load",
    "percents",
]

_FUNCTIONS = {"amounts", "annotate", "dates", "extract", "load", "percents"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'levees' has no attribute {name!r}")
    value = getattr(import_module("levees.api" if name in _FUNCTIONS else "levees.schema"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
