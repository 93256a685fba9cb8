"""Which kinds of name seldom play which role."""

from __future__ import annotations

# kinds that seldom play a role; recognition errs, so they weigh against it and do not forbid it
_NO_FIRM = ("person", "place", "exchange", "media", "product")
UNLIKELY = {
    "main.LC.joins": ("place", "product", "exchange", "company", "investor", "bank", "public_body", "media"),
    "main.LC.leaves": ("place", "product", "exchange", "company", "investor", "bank", "public_body", "media"),
    "main.ProductLaunch": ("person", "place", "investor", "bank", "public_body", "exchange"),
    "founders": ("place", "product", "exchange", "media"),
    "acquirers": ("place", "product", "exchange", "media"),
    "sellers": ("place", "product", "exchange", "media"),
    "holder": ("place", "product", "exchange", "media"),
    "lc_company": ("person", "place", "product"),
    "pl_company": ("person", "place", "product"),
    "investors": ("product", "exchange", "media", "place"),
    "subscribers": ("product", "exchange", "media", "place"),
    "advisors": ("product", "place", "exchange"),
    "exchange": ("person", "company", "investor", "product", "bank"),
    "fund": ("person", "place", "exchange", "media"),
    **{
        f"main.{t}": _NO_FIRM
        for t in ("FundingRound", "Valuation", "TotalRaised", "FundClosing", "Acquisition", "Ipo", "Stake", "FinancialResult", "Founding")
    },
}
