"""The user's own names: CSV, JSON Lines or Parquet in, a hash table of token n-grams out."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from levees.names.lexicon import Entry, NameTable
from levees.names.model import KINDS

_CORE = {"name", "aliases", "kind"}


def load_registry(source: str | Path | Iterable[Mapping[str, Any]]) -> NameTable:
    """Read names that win over every other evidence, with the identifiers they carry.

    A file has one party a row: `name`, optional `aliases` (a list, or text parted by « | »), optional `kind`, and any further
    columns as identifiers (`lei`, `siren`, `isin`, …), also under `ids` in JSON Lines. Two parties that share a name are both
    kept: a mention of it is then marked ambiguous and gets no identifier.

    Raises ValueError with file, line and reason when a row cannot be used.

    >>> table = load_registry([{"name": "Alba", "kind": "company", "siren": "123456789"}])
    >>> [e.ids for e in table.entries["alba"]]
    [(('siren', '123456789'),)]
    """
    table = NameTable()
    if isinstance(source, (str, Path)):
        path = Path(source)
        rows = _rows(path)
        label = str(path)
    else:
        rows = enumerate(source, 1)
        label = "<entities>"
    for line, row in rows:
        try:
            for entry in _entries(row):
                table.add(entry)
        except (TypeError, ValueError) as error:
            raise ValueError(f"{label}:{line}: {error}") from None
    return table


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    kind = path.suffix.lower()
    if kind in (".csv", ".tsv"):
        yield from _csv(path, "\t" if kind == ".tsv" else None)
    elif kind in (".jsonl", ".ndjson"):
        yield from _jsonl(path)
    elif kind in (".parquet", ".pq"):
        yield from _parquet(path)
    else:
        raise ValueError(f"{path}:0: unknown format {kind or '(no suffix)'}: expected .csv, .tsv, .jsonl or .parquet")


def _csv(path: Path, delimiter: str | None) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            head = handle.readline()
            if delimiter is None:
                delimiter = max(",;\t", key=head.count)
            handle.seek(0)
            reader = csv.DictReader(handle, delimiter=delimiter, strict=True)
            if reader.fieldnames is None or "name" not in reader.fieldnames:
                raise ValueError(f"{path}:1: no column « name » (found: {', '.join(reader.fieldnames or []) or 'nothing'})")
            try:
                for row in reader:
                    if None in row:
                        raise ValueError(f"{path}:{reader.line_num}: more fields than the header has columns")
                    if any(value is None for value in row.values()):
                        raise ValueError(f"{path}:{reader.line_num}: fewer fields than the header has columns")
                    yield reader.line_num, row
            except csv.Error as error:
                raise ValueError(f"{path}:{reader.line_num}: {error}") from None
    except UnicodeDecodeError as error:
        raise ValueError(f"{path}:{_line_of(path, error.start)}: not UTF-8 ({error.reason})") from None


def _line_of(path: Path, offset: int) -> int:
    return path.read_bytes()[:offset].count(b"\n") + 1


def _jsonl(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    with path.open("rb") as handle:
        for number, raw in enumerate(handle, 1):
            try:
                line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
                if not line.strip():
                    continue
                row = json.loads(line)
            except UnicodeDecodeError as error:
                raise ValueError(f"{path}:{number}: not UTF-8 ({error.reason})") from None
            except json.JSONDecodeError as error:
                raise ValueError(f"{path}:{number}: not JSON ({error.msg}, column {error.colno})") from None
            if not isinstance(row, dict):
                raise ValueError(f"{path}:{number}: expected an object, got {type(row).__name__}")
            yield number, row


def _parquet(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        import pyarrow.parquet as parquet
    except ImportError:
        raise ValueError(f"{path}:0: reading Parquet needs pyarrow, which is not installed") from None
    try:
        rows = parquet.read_table(path).to_pylist()
    except Exception as error:  # noqa: BLE001  pyarrow raises its own family
        raise ValueError(f"{path}:0: not a Parquet file ({error})") from None
    yield from enumerate(rows, 1)


def _entries(row: Mapping[str, Any]) -> Iterator[Entry]:
    name = row.get("name")
    if not isinstance(name, str) or not name.strip():
        raise ValueError("« name » is missing or empty")
    name = name.strip()
    kind = row.get("kind") or ""
    if kind and kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}: expected one of {', '.join(KINDS)}")
    aliases = row.get("aliases") or []
    if isinstance(aliases, str):
        aliases = aliases.split("|")
    if not isinstance(aliases, (list, tuple)) or any(not isinstance(a, str) for a in aliases):
        raise ValueError("« aliases » must be text or a list of texts")
    extra = row.get("ids") or {}
    if not isinstance(extra, Mapping):
        raise ValueError("« ids » must be an object")
    ids = {key: row[key] for key in row if key not in _CORE and key != "ids"} | dict(extra)
    pairs = tuple(sorted((str(key), str(value).strip()) for key, value in ids.items() if value is not None and str(value).strip()))
    for form in dict.fromkeys([name, *(a.strip() for a in aliases if a.strip())]):
        yield Entry(kind, "registry", name, form, pairs)
