"""Annotates a file of articles: one pass, in order, in bounded memory, bad articles set aside with their reason."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING

from levees.api import annotate
from levees.corpus.jsonl import read_records
from levees.schema import Article

if TYPE_CHECKING:
    from spacy.language import Language

STANDARD = "-"
FIRST_FAILURES = 5


class CannotRun(Exception):
    """The run cannot start or cannot go on; the message says what is wrong, where, and what stays."""


@dataclass
class Summary:
    """What a run did so far; `failures` has the first of the articles that failed, a sentence each."""

    articles: int = 0
    events: int = 0
    errors: int = 0
    bytes_read: int = 0
    failures: list[str] = field(default_factory=list)


def annotate_file(
    source: str | Path,
    target: str | Path,
    *,
    nlp: Language | None = None,
    overwrite: bool = False,
    on_progress: Callable[[Summary], None] | None = None,
) -> Summary:
    """Read JSON Lines of articles, write JSON Lines of extractions; `-` is standard input or output.

    `target` appears when the run is done; until then it is written as `target.part`. Articles that cannot be read
    go to `target.errors.jsonl` with file, line, id and reason, and the run goes on. Raises `CannotRun` where
    `source` cannot be read, `target` cannot be written, or it stands already and `overwrite` is not given.
    """
    check_paths(source, target, overwrite=overwrite)
    summary = Summary()
    part = _part(target)
    with ExitStack() as stack:
        lines = stack.enter_context(_open_source(source))
        out = stack.enter_context(_Lines(part, summary))
        errors = stack.enter_context(_Errors(source, target, summary))
        for extraction in annotate(_articles(lines, errors, summary), nlp=nlp, on_error=errors.unread):
            summary.articles += 1
            summary.events += len(extraction.events)
            out.write(extraction.to_json())
            if on_progress:
                on_progress(summary)
    if on_progress:
        on_progress(summary)
    if part and part != Path(target):
        try:
            os.replace(part, target)
        except OSError as error:
            raise CannotRun(f"{part} could not be renamed to {target}: {error.strerror}; it holds the whole result") from None
    return summary


def check_paths(source: str | Path, target: str | Path, *, overwrite: bool) -> None:
    """Refuse, before anything is loaded, what cannot be read or written."""
    with _open_source(source):
        pass
    if str(target) == STANDARD:
        return
    out = Path(target)
    if out.is_dir():
        raise CannotRun(f"{out} is a folder; name a file in it")
    if not out.parent.is_dir():
        raise CannotRun(f"there is no folder {out.parent} to write {out.name} in; make it first")
    if out.exists() and str(source) != STANDARD and out.samefile(source):
        raise CannotRun(f"{out} is the input; name another file for the output")
    if out.is_file() and not overwrite:
        raise CannotRun(f"{out} stands already; give --overwrite to replace it, or name another file")
    if not os.access(out if out.exists() and not out.is_file() else out.parent, os.W_OK):
        raise CannotRun(f"{out} cannot be written: permission denied; name another file for the output")


class _Lines:
    """A file of lines that comes into being with its first line, or at the end where there was none."""

    def __init__(self, path: Path | None, summary: Summary, *, even_empty: bool = True) -> None:
        self._path, self._summary, self._even_empty = path, summary, even_empty
        self._file: IO[bytes] | None = None

    def __enter__(self) -> _Lines:
        return self

    def write(self, line: str) -> None:
        try:
            file = self._opened()
            file.write(line.encode() + b"\n")
            file.flush()
        except OSError as error:
            raise self._failed(error) from None

    def __exit__(self, kind: object, *rest: object) -> None:
        if self._file is None and not (self._even_empty and kind is None):
            return
        try:
            file = self._opened()
            if self._path is None:
                return
            with file:
                file.flush()
                if self._path.is_file():
                    os.fsync(file.fileno())
        except OSError as error:
            # a failure that is already on its way says more than that of closing the file
            if kind is None:
                raise self._failed(error) from None

    def _opened(self) -> IO[bytes]:
        if self._file is None:
            self._file = sys.stdout.buffer if self._path is None else self._path.open("wb")
        return self._file

    def _failed(self, error: OSError) -> Exception:
        if self._path is None and isinstance(error, BrokenPipeError):
            return error
        done = f"; the {self._summary.articles} articles read so far are in it" if self._summary.articles else ""
        return CannotRun(f"{self._path or 'standard output'} cannot be written: {error.strerror}{done}")


class _Errors:
    """The file of articles that could not be read; one of an earlier run goes away."""

    def __init__(self, source: str | Path, target: str | Path, summary: Summary) -> None:
        self.line_of: dict[str, int] = {}
        self._source, self._summary = str(source), summary
        part = _part(target)
        self._path = Path(f"{target}.errors.jsonl") if part and part != Path(target) else None
        self._lines = _Lines(self._path, summary, even_empty=False)

    def __enter__(self) -> _Errors:
        if self._path:
            self._path.unlink(missing_ok=True)
        return self

    def __exit__(self, *failure: object) -> None:
        self._lines.__exit__(*failure)

    def add(self, line: int, name: str | None, reason: str) -> None:
        self._summary.errors += 1
        if self._summary.errors <= FIRST_FAILURES:
            self._summary.failures.append(f"{self._source}, line {line}: {reason}")
        if self._path:
            row = {"file": self._source, "line": line, "id": name, "reason": reason}
            self._lines.write(json.dumps(row, ensure_ascii=False))

    def unread(self, n: int, item: object, error: Exception) -> None:
        assert isinstance(item, Article) and item.id is not None
        self.add(self.line_of[item.id], item.id, f"reading it failed with {type(error).__name__}: {error}")


def _articles(lines: IO[bytes], errors: _Errors, summary: Summary) -> Iterator[Article]:
    for record in read_records(lines, seen=errors.line_of):
        summary.bytes_read = record.end
        if record.article is None:
            errors.add(record.line, record.id, record.reason or "")
        else:
            yield record.article


def _part(target: str | Path) -> Path | None:
    """Where the output is written while the run lasts; a device or a pipe, which nothing can be renamed to, itself."""
    if str(target) == STANDARD:
        return None
    out = Path(target)
    return out if out.exists() and not out.is_file() else Path(f"{out}.part")


def _open_source(source: str | Path) -> AbstractContextManager[IO[bytes]]:
    if str(source) == STANDARD:
        return nullcontext(sys.stdin.buffer)
    try:
        return open(source, "rb")
    except OSError as error:
        raise CannotRun(f"{source} cannot be read: {error.strerror}") from None
