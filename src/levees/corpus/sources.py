"""Readers: JSON Lines (plain, gzip, zstd), CSV, TSV, Parquet, Arrow IPC, DocBin, text, HTML; folders and globs of all these."""

from __future__ import annotations

import csv
import glob
import gzip
import io
import json
import logging
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, Any

from levees.corpus.records import CannotRun, Columns, Maker, Record
from levees.corpus.remote import find, is_remote, open_url, stamp

STANDARD = "-"
FORMATS = (".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet", ".arrow", ".feather", ".spacy", ".txt", ".html", ".htm")
PACKED = (".gz", ".zst")
_LARGEST_FIELD = 2**31 - 1


class Meter:
    """How many bytes of the inputs were read, compressed ones counted as they lie on disk."""

    def __init__(self) -> None:
        self._before = 0
        self._file: IO[bytes] | None = None

    @property
    def position(self) -> int:
        """Bytes read so far."""
        return self._before + (self._file.tell() if self._file and not self._file.closed else 0)

    def open(self, path: str) -> IO[bytes]:
        """Open a file and count what is read of it."""
        try:
            self._file = open_url(path) if is_remote(path) else open(path, "rb")
        except OSError as error:
            raise CannotRun(f"{path} cannot be read: {error.strerror}") from None
        return self._file

    def close(self, size: int) -> None:
        """The file that was open is done; it had so many bytes."""
        self._before, self._file = self._before + size, None


def expand(inputs: Iterable[str]) -> list[str]:
    """The files that inputs name: folders and globs give theirs, sorted. Raises `CannotRun` for one that gives none."""
    files: list[str] = []
    for name in inputs:
        path = Path(name)
        if is_remote(name):
            found = find(name, _is_article)
        elif name == STANDARD or path.is_file() or _is_device(path):
            found = [name]
        elif path.is_dir():
            found = sorted(str(p) for p in path.rglob("*") if p.is_file() and _is_article(p.name))
        else:
            found = sorted(p for p in glob.glob(name, recursive=True) if Path(p).is_file())
            if not found and not glob.has_magic(name):
                raise CannotRun(f"{name} cannot be read: there is no such file or folder")
        if not found:
            raise CannotRun(f"{name} holds no file that can be read; the formats are {', '.join(FORMATS)}")
        files += found
    return files


def _is_article(name: str) -> bool:
    # what an earlier run could not read, and listed there, is no article
    return kind(name) is not None and not name.endswith(".errors.jsonl")


def kind(name: str) -> str | None:
    """The format of a file by its name, compression left out; None where it is none that can be read."""
    suffixes = [suffix.lower() for suffix in Path(name).suffixes]
    if suffixes and suffixes[-1] in PACKED:
        suffixes.pop()
    return suffixes[-1] if suffixes and suffixes[-1] in FORMATS else None


def read(files: Sequence[str], *, columns: Columns | None = None, meter: Meter | None = None) -> Iterator[Record]:
    """Read the records of files in order; a bad one gives its reason. A name without a known ending is read as JSON Lines."""
    maker, meter = Maker(columns or Columns()), meter or Meter()
    for name in files:
        if name == STANDARD:
            yield from _json_lines(name, sys.stdin.buffer, maker)
            continue
        with meter.open(name) as raw:
            yield from _read_file(name, raw, maker)
        meter.close(size_of(name))


def size_of(name: str) -> int:
    """Bytes of a file; 0 where a server does not say."""
    return stamp(name)[0] if is_remote(name) else Path(name).stat().st_size


def _read_file(name: str, raw: IO[bytes], maker: Maker) -> Iterator[Record]:
    line = 0
    try:
        for record in _records(name, raw, maker):
            line = record.line
            yield record
    except (EOFError, zlib.error, OSError, csv.Error) as error:
        yield Record(name, line + 1, reason=f"the file is damaged here, the rest of it was not read: {error}")


def _records(name: str, raw: IO[bytes], maker: Maker) -> Iterator[Record]:
    form = kind(name)
    if form in (".parquet", ".arrow", ".feather"):
        yield from _columnar(name, raw, form, maker)
        return
    with unpacked(name, raw) as file:
        if form in (".txt", ".html", ".htm"):
            yield (_text_file if form == ".txt" else _html_file)(name, file.read(), maker)
        elif form == ".spacy":
            yield from _docbin(name, file.read(), maker)
        elif form in (".csv", ".tsv"):
            yield from _table(name, file, form, maker)
        else:
            yield from _json_lines(name, file, maker)


def unpacked(name: str, raw: IO[bytes]) -> AbstractContextManager[IO[bytes]]:
    """A file's bytes without its compression, which its name tells (.gz, .zst). Raises `CannotRun` where a package is missing."""
    if name.lower().endswith(".gz"):
        return io.BufferedReader(gzip.GzipFile(fileobj=raw))
    if name.lower().endswith(".zst"):
        return io.BufferedReader(_Zstd(raw, _needed("zstandard", name)))
    return nullcontext(raw)


class _Zstd(io.RawIOBase):
    """Zstandard frames as bytes; the package's own reader takes a file that was cut off for one that ends."""

    def __init__(self, raw: IO[bytes], zstandard: Any) -> None:
        self._raw, self._package = raw, zstandard
        self._frame = zstandard.ZstdDecompressor().decompressobj()
        self._ready, self._rest, self._fresh = memoryview(b""), b"", True

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            data = self._rest or self._raw.read(1 << 16)
            if not data:
                if not (self._fresh or self._frame.eof):
                    raise EOFError("it was cut off")
                return 0
            if self._frame.eof:
                self._frame = self._package.ZstdDecompressor().decompressobj()
            self._fresh = False
            try:
                self._ready = memoryview(self._frame.decompress(data))
            except self._package.ZstdError as error:
                raise OSError(str(error)) from None
            self._rest = self._frame.unused_data if self._frame.eof else b""
        given, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)


def _json_lines(name: str, lines: Iterable[bytes], maker: Maker) -> Iterator[Record]:
    for n, line in enumerate(lines, start=1):
        if n == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        try:
            row = _parse(line)
        except ValueError as error:
            yield Record(name, n, reason=str(error))
        else:
            yield maker.record(name, n, row)


def _parse(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(_decode(line, "line"))
    except RecursionError:
        raise ValueError("this is not JSON that can be read: it is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"this is not JSON: {error.msg} at character {error.pos}") from None
    if not isinstance(row, dict):
        raise ValueError("this is no article; a line holds one object with 'id' and 'text'")
    return row


def _table(name: str, file: IO[bytes], form: str, maker: Maker) -> Iterator[Record]:
    csv.field_size_limit(_LARGEST_FIELD)
    # bytes that are no UTF-8 come through as lone surrogates, so that only their own row is refused
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
    head = text.readline()
    delimiter = "\t" if form == ".tsv" else max(",;\t", key=head.count)
    header = next(csv.reader([head], delimiter=delimiter), [])
    _check_columns(name, header, maker.columns)
    rows = csv.reader(text, delimiter=delimiter)
    line = 2
    for row in rows:
        if row:
            bad = next((value for value in row if any("\udc80" <= c <= "\udcff" for c in value)), None)
            if bad is None:
                yield maker.record(name, line, dict(zip(header, row, strict=False)))
            else:
                yield Record(name, line, reason="this is not UTF-8")
        line = rows.line_num + 2
    text.detach()


def _columnar(name: str, raw: IO[bytes], form: str, maker: Maker) -> Iterator[Record]:
    pa = _needed("pyarrow", name)
    n = 0
    try:
        header, batches = _parquet(raw) if form == ".parquet" else _arrow(raw)
        _check_columns(name, header, maker.columns)
        wanted = [c for c in vars(maker.columns).values() if c in header]
        for batch in batches:
            for row in batch.select(wanted).to_pylist():
                n += 1
                yield maker.record(name, n, row)
    except pa.ArrowInvalid as error:
        yield Record(name, n + 1, reason=f"the file is damaged here, the rest of it was not read: {str(error).splitlines()[0]}")


def _parquet(raw: IO[bytes]) -> tuple[list[str], Iterator[Any]]:
    from pyarrow.parquet import ParquetFile

    file = ParquetFile(raw)
    return file.schema_arrow.names, file.iter_batches(batch_size=256)


def _arrow(raw: IO[bytes]) -> tuple[list[str], Iterator[Any]]:
    from pyarrow import ArrowInvalid, ipc

    try:
        file = ipc.open_file(raw)
        return file.schema.names, (file.get_batch(n) for n in range(file.num_record_batches))
    except ArrowInvalid:
        raw.seek(0)
        stream = ipc.open_stream(raw)
        return stream.schema.names, iter(stream)


def _text_file(name: str, data: bytes, maker: Maker) -> Record:
    try:
        text = _decode(data.removeprefix(b"\xef\xbb\xbf"), "file")
    except ValueError as error:
        return Record(name, 1, reason=str(error))
    return maker.record(name, 1, {maker.columns.text: text, maker.columns.id: name.replace("\\", "/")})


def _html_file(name: str, data: bytes, maker: Maker) -> Record:
    trafilatura = _needed("trafilatura", name, "html")
    # what it cannot make sense of it says in its log, and gives nothing
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    page = trafilatura.bare_extraction(data, with_metadata=True, include_comments=False)
    if page is None or not page.text:
        return Record(name, 1, reason="no main text was found in the page")
    columns = maker.columns
    row = {columns.text: page.text, columns.title: page.title, columns.published: page.date, columns.id: name.replace("\\", "/")}
    return maker.record(name, 1, row)


def _docbin(name: str, data: bytes, maker: Maker) -> Iterator[Record]:
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    columns, n = maker.columns, 0
    try:
        for n, doc in enumerate(DocBin().from_bytes(data).get_docs(Vocab()), start=1):
            known = {key: doc.user_data.get(key) for key in (columns.id, columns.published, columns.title)}
            yield maker.record(name, n, known | {columns.text: doc.text})
    except Exception as error:
        # zlib, msgpack and spaCy each have errors of their own for bytes that are no DocBin
        yield Record(name, n + 1, reason=f"the file is damaged here, the rest of it was not read: {type(error).__name__}")


def _decode(data: bytes, whole: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"this is not UTF-8 (byte {error.start} of the {whole} is 0x{data[error.start]:02x})") from None


def _check_columns(name: str, header: Sequence[str], columns: Columns) -> None:
    if columns.text not in header:
        raise CannotRun(f"{name} has no column {columns.text!r} but {', '.join(map(repr, header)) or 'none'}; say with --text which it is")


def _needed(module: str, name: str, extra: str = "lake") -> Any:
    from importlib import import_module

    try:
        return import_module(module)
    except ImportError:
        raise CannotRun(f"{name} needs the package {module}; install it with: pip install 'levees[{extra}]'") from None


def _is_device(path: Path) -> bool:
    return path.exists() and not path.is_dir()
