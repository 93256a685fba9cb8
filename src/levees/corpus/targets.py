"""What the lines of a run become when it is done: JSON Lines, plain or compressed, Parquet, a DuckDB file, a spaCy DocBin.

Whatever the target, a run writes lines and commits them; the target is made of the lines at the end. So a run that was
taken up again gives the same rows as one that was not.
"""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from importlib import import_module
from itertools import chain, islice
from pathlib import Path
from typing import Any

from levees.corpus.records import CannotRun
from levees.schema import Extraction

TARGETS = (".jsonl", ".jsonl.gz", ".jsonl.zst", ".parquet", ".duckdb", ".spacy")
NEEDS = {".parquet": ("pyarrow",), ".duckdb": ("pyarrow", "duckdb"), ".zst": ("zstandard",)}
_TOGETHER = 256  # articles that are in memory at once


def form(target: Path) -> str:
    """The ending that says what a target is; anything unknown is JSON Lines."""
    return target.suffix.lower() if target.suffix.lower() in (".parquet", ".duckdb", ".spacy", ".gz", ".zst") else ".jsonl"


def check_target(target: Path, *, flat: bool = False) -> None:
    """Refuse, before a run, a target that could not be made at its end."""
    if flat and form(target) != ".parquet":
        raise CannotRun(f"--flat is a table of events in Parquet; {target} is none, name a file that ends in .parquet")
    for module in NEEDS.get(form(target), ()):
        try:
            import_module(module)
        except ImportError:
            raise CannotRun(f"{target} needs the package {module}; install it with: pip install 'levees[lake]'") from None


def make(lines: Path, fresh: Path, kind: str, *, flat: bool = False) -> None:
    """Make a target of lines; `kind` is its ending."""
    if kind == ".parquet":
        _parquet(lines, fresh, flat)
    elif kind == ".duckdb":
        _duckdb(lines, fresh)
    elif kind == ".spacy":
        _docbin(lines, fresh)
    else:
        _packed(lines, fresh, kind)


def _packed(lines: Path, fresh: Path, kind: str) -> None:
    if kind == ".gz":
        # no name and no time in it: the same lines give the same bytes
        with lines.open("rb") as source, fresh.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, 0) as out:
            shutil.copyfileobj(source, out, 1 << 20)
        return
    with lines.open("rb") as source, fresh.open("wb") as raw:
        import_module("zstandard").ZstdCompressor().copy_stream(source, raw)


def _extractions(lines: Path) -> Iterator[list[Extraction]]:
    with lines.open("rb") as file:
        while some := [Extraction.model_validate_json(line) for line in islice(file, _TOGETHER)]:
            yield some


def _parquet(lines: Path, fresh: Path, flat: bool) -> None:
    from pyarrow.parquet import ParquetWriter

    from levees.corpus import tables

    schema = tables.flat_schema() if flat else tables.NESTED
    with ParquetWriter(str(fresh), schema, compression="zstd") as out:
        for some in _extractions(lines):
            rows = chain.from_iterable(map(tables.flat_rows, some)) if flat else map(tables.nested_row, some)
            out.write_batch(tables.batch(rows, schema))


def _duckdb(lines: Path, fresh: Path) -> None:
    import duckdb
    import pyarrow as pa

    from levees.corpus import tables

    schemas = {"articles": tables.ARTICLES, "events": tables.flat_schema(), "parties": tables.PARTIES, "amounts": tables.AMOUNTS}
    with duckdb.connect(str(fresh)) as base:
        for name, schema in schemas.items():
            base.register("empty", schema.empty_table())
            base.execute(f"CREATE TABLE {name} AS SELECT * FROM empty")
        for some in _extractions(lines):
            rows: dict[str, Any] = {
                "articles": map(tables.article_row, some),
                "events": chain.from_iterable(map(tables.flat_rows, some)),
                "parties": chain.from_iterable(tables.slot_rows(x, "parties") for x in some),
                "amounts": chain.from_iterable(tables.slot_rows(x, "amounts") for x in some),
            }
            for name, schema in schemas.items():
                base.register("incoming", pa.Table.from_batches([tables.batch(rows[name], schema)]))
                base.execute(f"INSERT INTO {name} SELECT * FROM incoming")


def _docbin(lines: Path, fresh: Path) -> None:
    import spacy
    from spacy.tokens import DocBin

    nlp = spacy.blank("fr")
    nlp.max_length = 2**31
    out = DocBin(store_user_data=True)
    for extraction in chain.from_iterable(_extractions(lines)):
        doc = nlp.make_doc(extraction.text)
        groups: dict[str, list[Any]] = {"entities": [], "events": []}
        for entity in extraction.entities:
            groups["entities"] += [(m.start, m.end, entity.kind or "other") for m in entity.mentions]
        for event in extraction.events:
            where = event.trigger or event.evidence
            groups["events"] += [(where.start, where.end, event.type)] if where else []
        for name, found in groups.items():
            spans = (doc.char_span(start, end, label=label, alignment_mode="expand") for start, end, label in found)
            doc.spans[name] = [span for span in spans if span is not None]
        doc.user_data["levees"] = extraction.to_json()
        out.add(doc)
    fresh.write_bytes(out.to_bytes())
