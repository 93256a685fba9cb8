"""Ray Data: the articles of a data set read by `map_batches`, in actors that load the model once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from levees.corpus.records import CannotRun, Columns


class Reader:
    """The actor: tables of articles in, tables of extractions out."""

    def __init__(self, types: Sequence[str] | None = None, columns: Columns | None = None) -> None:
        from levees.corpus.batches import pipeline

        self.nlp, self.columns = pipeline(tuple(types) if types else None), columns

    def __call__(self, table: Any) -> Any:
        """Read a table."""
        import pyarrow as pa

        from levees.corpus.batches import BATCHES, annotate_batches

        return pa.Table.from_batches(annotate_batches(table.to_batches(), nlp=self.nlp, columns=self.columns), BATCHES)


def annotate(
    dataset: Any, *, actors: int | tuple[int, int], types: Sequence[str] | None = None, columns: Columns | None = None, batch: int = 256
) -> Any:
    """A data set of extractions, one row for each row of `dataset`; lazy, as all of Ray's are.

    Its columns are those of `levees.corpus.batches.BATCHES`: an article that cannot be read has an `error`. `actors` is how many read,
    or the fewest and the most; each takes one core. `batch` is how many articles one is given at a time. An actor that dies is Ray's
    to replace. Raises `CannotRun` without Ray.

    ```python
    dataset = ray.data.read_json("s3://archive/news/")
    levees.corpus.ray.annotate(dataset, actors=(8, 64)).write_parquet("s3://archive/events")
    ```
    """
    try:
        from ray.data import ActorPoolStrategy
    except ImportError:
        raise CannotRun("this needs the package ray; install it with: pip install 'levees[ray]'") from None
    pool = ActorPoolStrategy(size=actors) if isinstance(actors, int) else ActorPoolStrategy(min_size=actors[0], max_size=actors[1])
    given = {"types": types, "columns": columns}
    return dataset.map_batches(Reader, batch_format="pyarrow", batch_size=batch, compute=pool, num_cpus=1, fn_constructor_kwargs=given)
