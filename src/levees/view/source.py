"""Extractions as `levees annotate` or `levees extract --json` wrote them."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from levees.schema import Extraction

STANDARD = "-"


def read_extractions(path: str | Path) -> Iterator[Extraction]:
    """The extractions of a JSON Lines file, plain or .gz, or of standard input (`-`).

    Raises `ValueError` that names the file and the line where one is no extraction, `OSError` where the file cannot be opened.
    """
    name = "standard input" if path == STANDARD else str(path)
    n = 0
    with _open(path) as lines:
        try:
            for n, line in enumerate(lines, start=1):
                if line.strip():
                    yield _extraction(line, f"{name}, line {n}")
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise ValueError(f"{name} is damaged after line {n}: {error}") from None


def _open(path: str | Path) -> AbstractContextManager[IO[bytes]]:
    if path == STANDARD:
        return nullcontext(sys.stdin.buffer)
    file = open(path, "rb")
    return gzip.open(file) if str(path).lower().endswith(".gz") else file  # type: ignore[return-value]


def _extraction(line: bytes, where: str) -> Extraction:
    try:
        return Extraction.model_validate_json(line.removeprefix(b"\xef\xbb\xbf"))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"] if not isinstance(part, str) or part.isidentifier())
        reason = f"{place}: {first['msg']}" if place else first["msg"]
        raise ValueError(f"{where}: this is no extraction ({reason}); give what levees annotate or levees extract --json wrote") from None
