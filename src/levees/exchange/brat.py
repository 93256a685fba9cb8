"""brat's standoff: a folder of pairs of `.txt` and `.ann`, and the configuration that a collection needs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from levees.exchange.document import ARGUMENTS, Document, Span


def to_brat(docs: Iterable[Document], folder: Path) -> None:
    """Write a brat collection: `N.txt` and `N.ann` of each article, `annotation.conf`.

    Attributes stand in notes, as JSON: brat's own attributes are closed lists and flags.
    """
    folder.mkdir(parents=True, exist_ok=True)
    types: dict[str, set[str]] = {}
    for n, doc in enumerate(docs, start=1):
        stem = f"{n:05}"
        (folder / f"{stem}.txt").write_text(doc.text, encoding="utf-8", newline="")
        lines, number, events = [], {s.id: i for i, s in enumerate(doc.spans, start=1)}, []
        for s in doc.spans:
            words = doc.text[s.start : s.end].replace("\n", " ")
            lines.append(f"T{number[s.id]}\t{s.label} {_pieces(doc.text, s.start, s.end)}\t{words}")
            if s.label not in ARGUMENTS:
                events.append(s)
        for s in events:
            slots = types.setdefault(s.label, set())
            said: dict[str, int] = {}
            parts = []
            for _, child, slot in (r for r in doc.relations if r[0] == s.id):
                said[slot] = said.get(slot, 0) + 1
                slots.add(slot)
                parts.append(f"{slot}{said[slot] if said[slot] > 1 else ''}:T{number[child]}")
            lines.append(f"E{number[s.id]}\t{' '.join([f'{s.label}:T{number[s.id]}', *parts])}")
        for s in doc.spans:
            if s.attributes:
                target = f"{'T' if s.label in ARGUMENTS else 'E'}{number[s.id]}"
                lines.append(f"#{number[s.id]}\tAnnotatorNotes {target}\t{json.dumps(s.attributes, ensure_ascii=False)}")
        own = {"id": doc.id, "published": doc.published, "meta": doc.meta}
        lines.append(f"#{len(doc.spans) + 1}\tLevees T0\t{json.dumps(own, ensure_ascii=False)}")
        (folder / f"{stem}.ann").write_text("".join(line + "\n" for line in lines), encoding="utf-8", newline="")
    conf = ["[entities]", *ARGUMENTS, "[relations]", "[attributes]", "[events]"]
    conf += [f"{name}\t" + ", ".join(f"{slot}*:<ENTITY>" for slot in sorted(slots)) for name, slots in sorted(types.items())]
    (folder / "annotation.conf").write_text("\n".join(conf) + "\n", encoding="utf-8")


def _pieces(text: str, start: int, end: int) -> str:
    """A span's offsets; brat wants one that crosses a line end cut there."""
    cuts = [(m.start() + start, m.end() + start) for m in re.finditer(r"[^\n]+", text[start:end])]
    return ";".join(f"{a} {b}" for a, b in cuts)


def from_brat(folder: Path) -> Iterator[Document]:
    """Documents of a brat collection; what brat numbered anew (`T12`, `E7`) is taken as it stands."""
    found = sorted(folder.glob("*.ann"))
    if not found:
        raise ValueError(f"{folder} has no .ann files; name the folder of a brat collection")
    for path in found:
        text_path = path.with_suffix(".txt")
        if not text_path.is_file():
            raise ValueError(f"{path} has no {text_path.name} beside it")
        doc = Document(path.stem, text_path.read_bytes().decode("utf-8"))
        triggers: dict[str, str] = {}
        notes: list[tuple[str, str, int]] = []
        for n, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
            if not line.strip():
                continue
            try:
                _line(line, doc, triggers, notes, n)
            except (ValueError, IndexError, KeyError):
                raise ValueError(f"{path}, line {n}: this is no line of brat's standoff: {line[:60]!r}") from None
        spans = {s.id: s for s in doc.spans}
        for target, note, n in notes:
            span = spans.get(triggers.get(target, target))
            if span is not None and note.startswith("{"):
                try:
                    span.attributes = json.loads(note)
                except ValueError as error:
                    raise ValueError(f"{path}, line {n}: the note's JSON is spoilt ({error}); mend it, or remove the note") from None
        yield doc.check(str(path))


def _line(line: str, doc: Document, triggers: dict[str, str], notes: list[tuple[str, str, int]], n: int) -> None:
    ident, _, rest = line.partition("\t")
    if ident[0] == "T":
        head = rest.split("\t")[0]
        label, _, places = head.partition(" ")
        numbers = [int(x) for x in re.findall(r"\d+", places)]
        doc.spans.append(Span(ident, numbers[0], numbers[-1], label))
    elif ident[0] == "E":
        first, *parts = rest.split()
        triggers[ident] = first.split(":")[1]
        for part in parts:
            slot, _, child = part.partition(":")
            doc.relations.append((triggers[ident], child, slot.rstrip("0123456789")))
    elif ident[0] == "#":
        head, _, note = rest.partition("\t")
        kind, target = head.split()
        if kind == "Levees":
            own = json.loads(note)
            doc.id, doc.published, doc.meta = own["id"], own["published"], own["meta"]
        else:
            notes.append((target, note, n))
