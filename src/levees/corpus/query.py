"""Questions in SQL to a DuckDB file that a run wrote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from levees.corpus.records import CannotRun


def ask(file: str | Path, sql: str) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    """The names of the columns and the rows that a query gives. Raises `CannotRun` where there is no such file or the query is wrong."""
    try:
        import duckdb
    except ImportError:
        raise CannotRun(f"{file} needs the package duckdb; install it with: pip install 'levees[lake]'") from None
    if not Path(file).is_file():
        raise CannotRun(f"there is no file {file}; levees annotate … -o {file} makes one")
    try:
        # nothing is fetched: extensions that are not there already stay away
        base = duckdb.connect(str(file), read_only=True, config={"autoinstall_known_extensions": "false"})
        found = base.execute(sql)
    except duckdb.Error as error:
        raise CannotRun(f"{file} gives no answer: {' '.join(str(error).split())}") from None
    names = [column[0] for column in found.description or []]
    return names, iter(found.fetchone, None)
