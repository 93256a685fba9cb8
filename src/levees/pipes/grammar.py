"""Amounts, percentages and dates on a Doc: thin faces of `levees.grammar`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from levees.grammar.amounts import find_amounts
from levees.grammar.dates import find_dates
from levees.grammar.percents import find_percents
from levees.pipes.reading import register, spans
from levees.pipes.tense import judge


@Language.factory("levees_amounts")
def make_amounts(nlp: Language, name: str):  # noqa: ANN201
    """Amounts of money and percentages: `doc.spans["amounts"]`, `doc.spans["percents"]`; works on a blank pipeline."""
    register()
    return read_amounts


@Language.factory("levees_dates")
def make_dates(nlp: Language, name: str):  # noqa: ANN201
    """Expressions of time: `doc.spans["dates"]`; relative ones are resolved against `doc._.published`."""
    register()
    return read_dates


def read_amounts(doc: Doc) -> Doc:
    """Fill amounts (candidates too) and percentages."""
    reading = doc._.levees
    percents = find_percents(reading.text)
    taken = [(p.start, p.end) for p in percents]
    reading.amounts = [a for a in find_amounts(reading.text, candidates=True, default_dollar=None)
                       if a.certain or not any(s < a.end and a.start < e for s, e in taken)]
    reading.percents = [p for p in percents if not any(a.certain and a.start < p.end and p.start < a.end for a in reading.amounts)]
    doc.spans["amounts"] = spans(doc, [a for a in reading.amounts if a.certain], "amounts")
    doc.spans["percents"] = spans(doc, reading.percents, "percents")
    return doc


def read_dates(doc: Doc) -> Doc:
    """Fill dates, and let a date win over a bare number that might have been money."""
    reading = doc._.levees
    reading.dates = [d for d in find_dates(reading.text, reading.published, judge=judge(doc))
                     if not any(a.certain and a.start < d.end and d.start < a.end for a in reading.amounts)]
    reading.amounts = [a for a in reading.amounts
                       if a.certain or not any(a.start < d.end and d.start < a.end for d in reading.dates)]
    doc.spans["dates"] = spans(doc, reading.dates, "dates")
    return doc
