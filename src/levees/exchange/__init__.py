"""Articles out to annotation tools and back: Label Studio, doccano, Prodigy, brat, INCEpTION; names to spaCy and CoNLL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from levees.exchange import brat, cas, lines, names
from levees.exchange.document import Document, Span, to_document, to_row


@dataclass(frozen=True, slots=True)
class Format:
    """One tool's format: how it is written and read, and what it cannot hold."""

    title: str
    write: Callable[[Iterable[Document], Path], None]
    read: Callable[[Path], Iterator[Document]]
    loses: str
    folder: bool = False


def _text(write: Callable[[Iterable[Document]], str]) -> Callable[[Iterable[Document], Path], None]:
    return lambda docs, path: _put(path, write(docs))


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


def _lines(read: Callable[[str, str], Iterator[Document]]) -> Callable[[Path], Iterator[Document]]:
    return lambda path: read(_get(path), str(path))


def _get(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} is not UTF-8 (byte {error.start})") from None


FORMATS: dict[str, Format] = {
    "label-studio": Format("Label Studio (JSON)", _text(lines.to_label_studio), _lines(lines.from_label_studio),
                           "values stand as JSON in a text field of each region"),
    "doccano": Format("doccano (JSONL with relations)", _text(lines.to_doccano), _lines(lines.from_doccano),
                      "values and status cannot be edited there: they travel in the metadata, by the number of the span"),
    "prodigy": Format("Prodigy (JSONL, rel.manual)", _text(lines.to_prodigy), _lines(lines.from_prodigy),
                      "a span redrawn there loses its values and gets those that levees reads in its words"),
    "brat": Format("brat (standoff)", brat.to_brat, brat.from_brat,
                   "values stand as JSON in notes; a slot's name may not end in a figure; spans of nothing but line ends", folder=True),
    "cas": Format("INCEpTION (UIMA CAS XMI)", cas.to_cas, cas.from_cas,
                  "control characters, which XML has not; values stand as JSON in a text feature", folder=True),
    "docbin": Format("spaCy DocBin (names)", names.to_docbin, names.from_docbin,
                     "everything but names and their kinds; of names that overlap the longer one stays"),
    "conll": Format("CoNLL, IOB2 (names)", _text(names.to_conll), _lines(names.from_conll),
                    "everything but names and their kinds; of names that overlap the longer one stays"),
}


def export_rows(rows: Iterable[Mapping[str, Any]], target: str | Path, name: str) -> int:
    """Write articles for a tool; give how many. Raises ValueError for a format that is not known."""
    docs = [to_document(row) for row in rows]
    _format(name).write(docs, Path(target))
    return len(docs)


def import_rows(source: str | Path, name: str) -> Iterator[dict[str, Any]]:
    """Articles of what a tool wrote; raises ValueError with file, place and reason, also where one id has two annotations."""
    seen: dict[str, str] = {}
    for doc in _format(name).read(Path(source)):
        row = to_row(doc)
        told = repr(row["events"])
        if doc.id in seen:
            how = "twice, differently; let its annotators agree" if seen[doc.id] != told else "twice; take one out"
            raise ValueError(f"{source}: the article {doc.id!r} is annotated {how}")
        seen[doc.id] = told
        yield row


def _format(name: str) -> Format:
    if name not in FORMATS:
        raise ValueError(f"there is no format {name!r}; formats are {', '.join(FORMATS)}")
    return FORMATS[name]


__all__ = ["FORMATS", "Document", "Format", "Span", "export_rows", "import_rows", "to_document", "to_row"]
