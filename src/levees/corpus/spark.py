"""Spark: the articles of a data frame read by `mapInArrow`, on as many cores as the cluster has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from levees.corpus.records import CannotRun, Columns

TOGETHER = 256  # rows that are in memory at once, whatever Spark gives


def annotate(frame: Any, *, types: Sequence[str] | None = None, columns: Columns | None = None) -> Any:
    """A data frame of extractions, one row for each row of `frame`; lazy, as all of Spark's are.

    Its columns are those of `levees.corpus.batches.BATCHES`: an article that cannot be read has an `error`. `types` names the event
    types to look for. A worker that dies is Spark's to replace (`spark.task.maxFailures`). Raises `CannotRun` without pyspark, or
    where `frame` has no column of texts.

    ```python
    frame = spark.read.json("s3a://archive/news/*.jsonl")
    levees.corpus.spark.annotate(frame).write.parquet("s3a://archive/events")
    ```
    """
    try:
        from pyspark.sql.pandas.types import from_arrow_schema
    except ImportError:
        raise CannotRun("this needs the package pyspark; install it with: pip install 'levees[spark]'") from None
    from levees.corpus.batches import BATCHES, check_columns

    columns = columns or Columns()
    check_columns(frame.columns, columns)
    names = [name for name in (columns.id, columns.published, columns.title, columns.text) if name in frame.columns]
    wanted = tuple(types) if types else None

    def work(batches: Iterator[Any]) -> Iterator[Any]:
        from levees.corpus.batches import annotate_batches, pipeline

        small = (batch.slice(at, TOGETHER) for batch in batches for at in range(0, batch.num_rows, TOGETHER))
        yield from annotate_batches(small, nlp=pipeline(wanted), columns=columns)

    return frame.select(*names).mapInArrow(work, from_arrow_schema(BATCHES))
