"""Sentence boundaries by rule, set before the parser so that it keeps to them; the header's date."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from levees.pipes.reading import register
from levees.sentences import header_date, split_sentences


@Language.factory("levees_sentences")
def make_sentences(nlp: Language, name: str):  # noqa: ANN201 (spaCy wants a bare callable)
    """Set `token.is_sent_start` by rule on the raw text; put this pipe before the parser."""
    register()
    return mark_sentences


def mark_sentences(doc: Doc) -> Doc:
    """Mark the sentence starts; read a leading dateline where the caller gave no date."""
    reading = doc._.levees
    published, body = header_date(reading.text)
    reading.body_start = body
    if reading.published is None:
        reading.published = published
    reading.sentences = split_sentences(reading.text)
    starts = iter(sorted(a for a, _ in reading.sentences))
    nxt = next(starts, None)
    for token in doc:
        begin = False
        while nxt is not None and token.idx + len(token) > nxt:
            begin, nxt = True, next(starts, None)
        token.is_sent_start = begin or token.i == 0
    return doc
