"""Tables: record batches in and out, data frames into `levees.annotate`."""

from __future__ import annotations

from datetime import date

import pytest

import levees
from levees.corpus import CannotRun, Columns, annotate_batches

from ..fakes import pipeline  # noqa: F401 (a fixture)

pytestmark = pytest.mark.usefixtures("pipeline")
ROWS = [
    {"id": "a", "text": "Alba lève 12 M€.", "published": "2024-05-14", "other": [1]},
    {"id": "b", "text": "Brume.", "published": None, "other": []},
    {"id": "c", "text": "panne", "published": "2024", "other": None},
    {"id": "d", "text": None, "published": "hier", "other": None},
]


def record_batch(rows):
    import pyarrow as pa

    return pa.RecordBatch.from_pylist(rows)


def test_batches_come_back_row_by_row_with_what_went_wrong():
    from levees.corpus.batches import BATCHES

    first, second = annotate_batches([record_batch(ROWS), record_batch(ROWS[:1])])
    assert first.schema == second.schema == BATCHES
    assert first["id"].to_pylist() == ["a", "b", "c", "d"]
    assert first["error"].to_pylist() == [None, None, "RuntimeError: a deliberate failure", "ValueError: there is no 'text'"]
    events = first["events"].to_pylist()
    assert [e["type"] for e in events[0]] == ["FundingRound"] and events[1:] == [[], None, None]
    assert second.num_rows == 1 and second["published"].to_pylist() == ["2024-05-14"]


def test_batches_are_read_lazily_and_columns_may_have_other_names():
    def batches():
        yield record_batch([{"url": "x", "body": "Alba lève 12 M€."}])
        raise AssertionError("nobody asked for this one")

    found = next(annotate_batches(batches(), columns=Columns(text="body", id="url")))
    assert found["id"].to_pylist() == ["x"] and len(found["events"].to_pylist()[0]) == 1
    with pytest.raises(CannotRun, match="there is no column 'text' but 'url', 'body'"):
        next(annotate_batches([record_batch([{"url": "x", "body": "Alba"}])]))


def frames():
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    rows = [{"id": "a", "text": "Alba lève 12 M€.", "published": date(2024, 5, 14)}, {"id": "b", "text": "Brume.", "published": None}]
    return {"pandas": pd.DataFrame(rows), "polars": pl.DataFrame(rows), "table": pa.Table.from_pylist(rows),
            "batch": pa.RecordBatch.from_pylist(rows), "reader": pa.Table.from_pylist(rows).to_reader()}


@pytest.mark.parametrize("kind", ["pandas", "polars", "table", "batch", "reader"])
def test_annotate_reads_data_frames_and_tables(kind):
    stream = levees.annotate(frames()[kind])
    assert [(x.id, x.published, len(x.events)) for x in stream] == [("a", "2024-05-14", 1), ("b", None, 0)]


def test_a_frame_without_texts_is_told():
    import pandas as pd

    with pytest.raises(ValueError, match="there is no 'text'"):
        list(levees.annotate(pd.DataFrame([{"body": "Alba"}])))
