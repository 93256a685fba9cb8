"""Some of the articles that the pre-filter passes over, read the full way as well: what comes out must be the same."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from heapq import heappush, heappushpop
from typing import TYPE_CHECKING, Protocol

from levees.corpus.reading import Outcome, read_article
from levees.corpus.records import CannotRun, Record

if TYPE_CHECKING:
    from spacy.language import Language


class Counts(Protocol):
    """What counts the articles that were verified."""

    verified: int


class Verifier:
    """Draws `count` of the articles that are passed over, and more as others fare worse: those with the lowest digests so far."""

    def __init__(self, nlp: Language, count: int, counts: Counts) -> None:
        self._nlp, self._count, self._counts = nlp, count, counts
        self._drawn: list[int] = []  # digests, negated: the first of the heap is the next to give way

    def over(self, outcomes: Iterator[tuple[Record, Outcome | None]]) -> Iterator[tuple[Record, Outcome | None]]:
        """Hand outcomes on as they are. Raises `CannotRun` at the first one that the full way would have made otherwise."""
        for record, outcome in outcomes:
            if outcome is not None and outcome.passed_over and record.article is not None and self._draws(record.article.full_text):
                if read_article(self._nlp, record.article, prefilter=False).line != outcome.line:
                    name = f" (id {record.article.id})" if record.article.id else ""
                    raise CannotRun(
                        f"{record.file}, line {record.line}{name}: the pre-filter passes over this article, and read in full "
                        "it gives something else; give --no-prefilter, and please report it with the article"
                    )
                self._counts.verified += 1
            yield record, outcome

    def _draws(self, text: str) -> bool:
        rank = -int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest())
        if len(self._drawn) < self._count:
            heappush(self._drawn, rank)
            return True
        return heappushpop(self._drawn, rank) != rank
