"""Record batches of articles in, record batches of extractions out: all that an engine for many machines needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from levees.api import as_article, default_nlp
from levees.corpus.records import CannotRun, Columns
from levees.corpus.tables import NESTED, batch, nested_row
from levees.schema import clean

if TYPE_CHECKING:
    from spacy.language import Language

BATCHES = NESTED.append(pa.field("error", pa.string()))
"""The schema of what comes out: the nested table, and why an article could not be read."""


def annotate_batches(
    batches: Iterable[pa.RecordBatch], *, nlp: Language | None = None, columns: Columns | None = None
) -> Iterator[pa.RecordBatch]:
    """Read the articles of record batches, lazily; one batch of `BATCHES` for each, one row for each of its rows, in order.

    A row that cannot be read has its `id` and the reason as `error`, and nothing else. Without `nlp` the default
    pipeline is used, loaded once for the process. Raises `CannotRun` where a batch has no column of texts.

    >>> import pyarrow as pa
    >>> articles = pa.RecordBatch.from_pylist([{"id": "a", "text": "La start-up Verdanta a levé 12 millions d'euros."}])
    >>> for found in annotate_batches([articles]):
    ...     print([event["type"] for event in found["events"][0].as_py()])
    ['FundingRound']
    """
    columns = columns or Columns()
    names = {getattr(columns, key): key for key in ("id", "published", "title", "text")}
    for articles in batches:
        check_columns(articles.schema.names, columns)
        nlp = nlp or default_nlp()
        known = articles.select([name for name in articles.schema.names if name in names]).to_pylist()
        yield batch((_row({names[key]: value for key, value in row.items()}, nlp) for row in known), BATCHES)


def check_columns(names: Sequence[str], columns: Columns) -> None:
    """Refuse what has no column of texts."""
    if columns.text not in names:
        raise CannotRun(f"there is no column {columns.text!r} but {', '.join(map(repr, names))}")


@lru_cache(maxsize=4)
def pipeline(types: tuple[str, ...] | None = None) -> Language:
    """The pipeline of a worker, loaded once for its process, with one thread: a cluster gives each worker a core."""
    from levees.corpus.reading import Loader
    from levees.corpus.workers import one_thread

    nlp = Loader(types)()
    one_thread()
    return nlp


def _row(row: dict[str, Any], nlp: Language) -> dict[str, Any]:
    from levees.pipes.build import read

    try:
        return nested_row(read(nlp, as_article(row)))
    except Exception as error:
        # whatever is wrong with one article, the rest of a cluster's work goes on
        name = row.get("id")
        return {"id": None if name is None else clean(str(name)), "error": f"{type(error).__name__}: {error}"}
