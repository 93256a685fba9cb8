"""Extractions to look at, with places found by the words themselves."""

from __future__ import annotations

from typing import Any

from levees.schema import Extraction


def at(text: str, words: str, **more: Any) -> dict[str, Any]:
    start = text.index(words)
    return {"text": words, "start": start, "end": start + len(words), **more}


def round_of(company: str = "Alba", amount: int = 12, n: int = 0, **more: Any) -> Extraction:
    """« 🚀 Alba lève 12 M€ auprès de Partech en mai 2024, selon Les Échos. » The rocket is one character and two UTF-16 units."""
    text = f"🚀 {company} lève {amount} M€ auprès de Partech en mai 2024, selon Les Échos.\n\nIl pleut."
    event = {
        "id": f"a{n}#0", "type": "FundingRound", "status": "completed", "certainty": "reported", "source": "Les Échos",
        "company": at(text, company, name=company, kind="company", entity=0),
        "amount": at(text, f"{amount} M€", amount=str(amount * 10**6), currency="EUR"),
        "investors": [at(text, "Partech", name="Partech", kind="investor", lead=True)],
        "date": at(text, "mai 2024", value="2024-05", grain="month", first_day="2024-05-01", last_day="2024-05-31"),
        "trigger": at(text, "lève"), "evidence": {"start": 0, "end": text.index("\n")}, "rule": "funding.raise", "confidence": 0.9,
        "grounds": {"company": {"strategy": "agent"}, "certainty": at(text, "selon")},
    } | more
    stake = {"id": f"a{n}#1", "type": "Stake", "status": "cancelled", "certainty": "denied", "holder": at(text, "Partech", name="Partech"),
             "company": at(text, company, name=company), "percent": "10", "confidence": 0.4}
    return Extraction.model_validate({
        "id": f"a{n}", "published": "2024-05-14", "text": text, "events": [event, stake],
        "entities": [{"name": company, "kind": "company", "mentions": [at(text, company)]}],
    })
