"""Names of a text: candidates, then evidence for their kinds, pooled over the article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from levees.names.evidence import Judge
from levees.names.lexicon import NameTable, known_names
from levees.names.model import Name
from levees.names.spans import Runs
from levees.names.split import accept, add_missed, split_pairs
from levees.names.tokens import tokenise


def find_names(
    text: str,
    sentences: list[tuple[int, int]],
    ner: Iterable[tuple[int, int, str]] = (),
    amounts: Sequence[tuple[int, int]] = (),
    dates: Sequence[tuple[int, int]] = (),
    extra: Iterable[Name] = (),
    *,
    registry: NameTable | None = None,
) -> list[Name]:
    """Every mention of a name, in order, none overlapping another.

    `ner` holds (start, end, label) with spaCy's French labels; `extra` the proposals of a trained recogniser: both are evidence.
    `registry` holds the user's own names, which win over everything. Offsets count characters of `text`.

    >>> from levees.sentences import split_sentences
    >>> text = "La start-up Alba lève 3 M€ auprès de Partech."
    >>> [(n.text, n.kind) for n in find_names(text, split_sentences(text))]
    [('Alba', 'company'), ('Partech', 'investor')]
    """
    tokens = tokenise(text, sentences)
    labels = list(ner)
    proposals = list(extra)
    runs = Runs(tokens, known_names(), registry)
    candidates = split_pairs(runs, runs.find())
    candidates = add_missed(runs, candidates, proposals)
    candidates = accept(runs, candidates, labels, proposals, [*amounts, *dates])
    return Judge(runs, labels, proposals).names(candidates)
