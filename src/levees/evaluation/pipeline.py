"""Scores a pipeline: reads the articles of gold now and holds what comes out against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from levees.api import annotate
from levees.evaluation.score import Report, score

if TYPE_CHECKING:
    from spacy.language import Language


def score_pipeline(gold: Sequence[Mapping[str, Any]], nlp: Language | None = None) -> Report:
    """Read the articles of gold, of which only id, text and date are shown to the pipeline, and score the result."""
    articles = ({key: row.get(key) for key in ("id", "text", "published")} for row in gold)
    return score(gold, (extraction.to_dict() for extraction in annotate(articles, nlp=nlp)))
