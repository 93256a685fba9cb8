"""INCEpTION: UIMA CAS as XMI, through cassis, with two custom layers: spans, and relations for slots."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from levees.exchange.document import Document, Span

SPAN, SLOT, ARTICLE = "webanno.custom.LeveesSpan", "webanno.custom.LeveesSlot", "webanno.custom.LeveesArticle"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 has no way to write these


def _cassis() -> Any:
    try:
        import cassis
    except ImportError:
        raise ValueError("UIMA CAS needs the package dkpro-cassis; install it with: pip install 'levees[annotate]'") from None
    return cassis


def _types(cassis: Any) -> Any:
    system = cassis.TypeSystem()
    span = system.create_type(SPAN, supertypeName="uima.tcas.Annotation")
    for name in ("label", "ref", "attributes"):
        system.create_feature(span, name=name, rangeType="uima.cas.String")
    slot = system.create_type(SLOT, supertypeName="uima.tcas.Annotation")
    system.create_feature(slot, name="Governor", rangeType=SPAN)
    system.create_feature(slot, name="Dependent", rangeType=SPAN)
    for name in ("slot", "ref"):
        system.create_feature(slot, name=name, rangeType="uima.cas.String")
    article = system.create_type(ARTICLE, supertypeName="uima.tcas.Annotation")
    system.create_feature(article, name="levees", rangeType="uima.cas.String")
    return system


def to_cas(docs: Iterable[Document], folder: Path) -> None:
    """Write `TypeSystem.xml` and an `.xmi` of each article, as INCEpTION imports them."""
    cassis = _cassis()
    folder.mkdir(parents=True, exist_ok=True)
    system = _types(cassis)
    system.to_xml(folder / "TypeSystem.xml")
    span_type, slot_type, article_type = (system.get_type(name) for name in (SPAN, SLOT, ARTICLE))
    for n, doc in enumerate(docs, start=1):
        if bad := _FORBIDDEN.search(doc.text):
            sign = f"U+{ord(bad[0]):04X}"
            raise ValueError(f"article {doc.id} has the character {sign} at {bad.start()}, which XML cannot hold; take it out first")
        cas = cassis.Cas(typesystem=system)
        cas.sofa_string, cas.sofa_mime = doc.text, "text/plain"
        own = json.dumps({"id": doc.id, "published": doc.published, "meta": doc.meta}, ensure_ascii=True)
        cas.add(article_type(begin=0, end=len(doc.text), levees=own))
        made = {}
        for s in doc.spans:
            made[s.id] = span_type(begin=s.start, end=s.end, label=s.label, ref=s.id, attributes=json.dumps(s.attributes))
            cas.add(made[s.id])
        for k, (head, child, slot) in enumerate(doc.relations, start=1):
            end = made[child]
            cas.add(slot_type(begin=end.begin, end=end.end, Governor=made[head], Dependent=end, slot=slot, ref=f"r{k}"))
        cas.to_xmi(folder / f"{n:05}.xmi")


def from_cas(folder: Path) -> Iterator[Document]:
    """Documents of XMI files with their `TypeSystem.xml`, as INCEpTION exports them (UIMA CAS XMI 1.0)."""
    cassis = _cassis()
    found = sorted(folder.glob("*.xmi"))
    if not found or not (folder / "TypeSystem.xml").is_file():
        raise ValueError(f"{folder} has no .xmi files with a TypeSystem.xml; unpack what INCEpTION exports and name the folder")
    with (folder / "TypeSystem.xml").open("rb") as file:
        system = cassis.load_typesystem(file)
    for path in found:
        try:
            with path.open("rb") as file:
                cas = cassis.load_cas_from_xmi(file, typesystem=system)
        except Exception as error:  # noqa: BLE001  lxml and cassis raise their own families
            raise ValueError(f"{path} is no UIMA CAS ({error}); export it again as UIMA CAS XMI 1.0") from None
        doc = Document(path.stem, cas.sofa_string)
        for article in cas.select(ARTICLE):
            own = json.loads(article.levees)
            doc.id, doc.published, doc.meta = own["id"], own["published"], own["meta"]
        ids: dict[int, str] = {}
        for k, s in enumerate(sorted(cas.select(SPAN), key=_order), start=1):
            ids[s.xmiID] = s.ref or f"n{k}"
            doc.spans.append(Span(ids[s.xmiID], s.begin, s.end, s.label or "", json.loads(s.attributes or "{}")))
        for r in sorted(cas.select(SLOT), key=_order):
            doc.relations.append((ids.get(r.Governor.xmiID, "?"), ids.get(r.Dependent.xmiID, "?"), r.slot or ""))
        yield doc.check(str(path))


def _order(found: Any) -> tuple[int, int]:
    """The order in which we wrote things, then that of the text for what a person drew: a CAS keeps none but the text's."""
    number = re.fullmatch(r"[rs](\d+)", found.ref or "")
    return (int(number[1]), 0) if number else (10**9, found.begin)
