"""Names alone, for recognisers: spaCy's DocBin and CoNLL (IOB2)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from levees.exchange.document import Document, Span

Name = tuple[int, int, str]
_TOKEN = re.compile(r"\w+|[^\w\s]|[^\S ]+| +")


def names_of(doc: Document) -> list[Name]:
    """The parties of a document as (start, end, kind), in order, none overlapping another: the longer one stays."""
    found = {(s.start, s.end, str(s.attributes.get("kind") or "other")) for s in doc.spans if s.label == "Party"}
    out: list[Name] = []
    for name in sorted(found, key=lambda n: (n[0] - n[1], n)):
        if all(name[1] <= a or b <= name[0] for a, b, _ in out):
            out.append(name)
    return sorted(out)


def _pieces(text: str, names: list[Name]) -> list[tuple[int, int]]:
    """Tokens, cut wherever a name begins or ends; blanks are tokens where they are no single spaces."""
    cuts = {edge for a, b, _ in names for edge in (a, b)}
    out = []
    for m in _TOKEN.finditer(text):
        edges = [m.start(), *sorted(c for c in cuts if m.start() < c < m.end()), m.end()]
        out += list(zip(edges, edges[1:], strict=False))
    return out


def to_docbin(docs: Iterable[Document], path: Path) -> None:
    """Write a `.spacy` file: tokens of the French tokenizer's kind, names as entities, id and date under `user_data`."""
    import spacy
    from spacy.tokens import Doc, DocBin

    vocab, store = spacy.blank("fr").vocab, DocBin(attrs=["ORTH", "SPACY", "ENT_IOB", "ENT_TYPE"], store_user_data=True)
    for document in docs:
        names = names_of(document)
        words, spaces = [], []
        pieces = _pieces(document.text, names)
        for a, b in pieces:
            if document.text[a:b] == " " and words and not spaces[-1] and not words[-1].isspace():
                spaces[-1] = True
            else:
                words.append(document.text[a:b])
                spaces.append(False)
        doc = Doc(vocab, words=words, spaces=spaces)
        doc.ents = tuple(doc.char_span(a, b, label=kind) for a, b, kind in names)
        doc.user_data["levees"] = json.dumps({"id": document.id, "published": document.published})
        store.add(doc)
    store.to_disk(path)


def from_docbin(path: Path) -> Iterator[Document]:
    """Documents of a `.spacy` file; its entities are parties."""
    import spacy
    from spacy.tokens import DocBin

    try:
        docs = list(DocBin().from_disk(path).get_docs(spacy.blank("fr").vocab))
    except (ValueError, OSError, KeyError, TypeError) as error:
        raise ValueError(f"{path} is no DocBin ({error})") from None
    for n, doc in enumerate(docs, start=1):
        own = json.loads(doc.user_data.get("levees", "{}"))
        names = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
        yield _document(str(own.get("id", n)), doc.text, own.get("published"), names)


def to_conll(docs: Iterable[Document]) -> str:
    """Tokens and IOB2 tags, a line a token, an empty line after each article; text and id stand in comments before it."""
    out: list[str] = []
    for doc in docs:
        names = names_of(doc)
        out += [f"# id = {doc.id}", f"# published = {doc.published or ''}", f"# text = {json.dumps(doc.text, ensure_ascii=False)}"]
        for a, b in _pieces(doc.text, names):
            if not doc.text[a:b].isspace():
                inside = next((n for n in names if n[0] <= a and b <= n[1]), None)
                tag = "O" if inside is None else f"{'B' if inside[0] == a else 'I'}-{inside[2]}"
                out.append(f"{doc.text[a:b]}\t{tag}")
        out.append("")
    return "".join(line + "\n" for line in out)


def from_conll(text: str, name: str) -> Iterator[Document]:
    """Documents of CoNLL lines; the tag is the last column. Without a `# text` comment words are joined by spaces."""
    own: dict[str, Any] = {}
    rows: list[tuple[int, str, str]] = []
    for n, line in enumerate([*text.split("\n"), ""], start=1):
        if line.startswith("# ") and " = " in line and not rows:
            key, _, value = line[2:].partition(" = ")
            own[key] = json.loads(value) if key == "text" else value
        elif line.strip():
            columns = line.split("\t") if "\t" in line else line.split()
            if len(columns) < 2 or not re.fullmatch(r"O|[BI]-\S+", columns[-1]):
                raise ValueError(f"{name}, line {n}: {line[:60]!r} has no IOB2 tag (O, B-kind, I-kind) as its last column")
            rows.append((n, columns[0], columns[-1]))
        elif rows:
            yield _of_rows(own, rows, name)
            own, rows = {}, []


def _of_rows(own: dict[str, Any], rows: list[tuple[int, str, str]], name: str) -> Document:
    text = own.get("text", " ".join(word for _, word, _ in rows))
    names: list[Name] = []
    at = 0
    for n, word, tag in rows:
        start = text.find(word, at)
        if start < 0:
            raise ValueError(f"{name}, line {n}: {word!r} is not in the article's text after character {at}; text and tokens disagree")
        at = start + len(word)
        if tag[0] == "B":
            names.append((start, at, tag[2:]))
        elif tag[0] == "I":
            if not names or names[-1][2] != tag[2:]:
                raise ValueError(f"{name}, line {n}: {tag} follows no {tag[2:]}; a name begins with B-{tag[2:]}")
            names[-1] = (names[-1][0], at, tag[2:])
    return _document(own.get("id") or f"{name}:{rows[0][0]}", text, own.get("published") or None, names)


def _document(ident: str, text: str, published: str | None, names: list[Name]) -> Document:
    spans = []
    for k, (a, b, kind) in enumerate(names, start=1):
        spans.append(Span(f"s{k}", a, b, "Party", {"name": text[a:b]} | ({} if kind == "other" else {"kind": kind})))
    return Document(ident, text, published, spans)
