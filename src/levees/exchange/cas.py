"""INCEpTION: UIMA CAS as XMI, through cassis, with two custom layers: spans, and relations for slots.

INCEpTION drops what its project has no layer for: `layers.json`, to be imported under Settings, Layers, declares them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from levees.evaluation.slots import slot_kinds
from levees.exchange.document import ARGUMENTS, Document, Span
from levees.schema import event_types

SPAN, SLOT, ARTICLE = "webanno.custom.LeveesSpan", "webanno.custom.LeveesSlot", "webanno.custom.LeveesArticle"
_METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"  # where INCEpTION keeps the document's name
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
    """Write `TypeSystem.xml`, `layers.json` and an `.xmi` of each article, as INCEpTION imports them."""
    cassis = _cassis()
    folder.mkdir(parents=True, exist_ok=True)
    system = _types(cassis)
    system.to_xml(folder / "TypeSystem.xml")
    (folder / "layers.json").write_text(json.dumps(layers(), ensure_ascii=False, indent=1), encoding="utf-8")
    span_type, slot_type, article_type = (system.get_type(name) for name in (SPAN, SLOT, ARTICLE))
    for n, doc in enumerate(docs, start=1):
        if bad := _FORBIDDEN.search(doc.text):
            sign = f"U+{ord(bad[0]):04X}"
            raise ValueError(f"article {doc.id} has the character {sign} at {bad.start()}, which XML cannot hold; take it out first")
        cas = cassis.Cas(typesystem=system)
        cas.sofa_string, cas.sofa_mime = doc.text, "text/plain"
        own = json.dumps({"id": doc.id, "published": doc.published, "meta": doc.meta}, ensure_ascii=True)
        cas.add(article_type(begin=0, end=min(1, len(doc.text)), levees=own))
        made = {}
        for s in doc.spans:
            made[s.id] = span_type(begin=s.start, end=s.end, label=s.label, ref=s.id, attributes=json.dumps(s.attributes))
            cas.add(made[s.id])
        for k, (head, child, slot) in enumerate(doc.relations, start=1):
            end = made[child]
            cas.add(slot_type(begin=end.begin, end=end.end, Governor=made[head], Dependent=end, slot=slot, ref=f"r{k}"))
        cas.to_xmi(folder / f"{n:05}.xmi")


def layers() -> list[dict[str, Any]]:
    """The layers of an INCEpTION project: spans with a label, relations with a slot, and one that carries the article's id and date."""
    types = event_types()
    slots = sorted({slot for kind in types for slot in slot_kinds(kind)})
    span = _layer(SPAN, "Levees", "span", {"label": [*ARGUMENTS, *types], "attributes": None, "ref": None})
    slot = _layer(SLOT, "Levees slot", "relation", {"slot": slots, "ref": None}) | {"attach_type": {"name": SPAN}}
    article = _layer(ARTICLE, "Levees article", "span", {"levees": None}) | {"readonly": True}
    return [slot, span, article]


def _layer(name: str, title: str, kind: str, features: Mapping[str, Sequence[str] | None]) -> dict[str, Any]:
    return {
        "name": name, "uiName": title, "type": kind, "description": "Events of levees", "enabled": True, "built_in": False,
        "readonly": False, "allow_stacking": True, "cross_sentence": True, "show_hover": True, "anchoring_mode": "CHARACTERS",
        "overlap_mode": "ANY_OVERLAP", "validation_mode": "NEVER", "linked_list_behavior": False,
        "features": [_feature(feature, title, tags) for feature, tags in features.items()],
    }


def _feature(name: str, layer: str, tags: Sequence[str] | None) -> dict[str, Any]:
    """A feature of text; with tags it is chosen from a list, to which a person may add."""
    tag_set = {"name": f"{layer}: {name}", "description": "", "language": "fr", "create_tag": True,
               "tags": [{"tag_name": tag, "tag_description": ""} for tag in tags or ()]}
    return {"name": name, "uiName": name, "type": "uima.cas.String", "enabled": True, "visible": tags is not None, "required": False,
            "remember": False, "multi_value_mode": "NONE", "link_mode": "NONE", "curatable": True,
            "tag_set": None if tags is None else tag_set}


def from_cas(folder: Path) -> Iterator[Document]:
    """Documents of XMI files with their `TypeSystem.xml`, as INCEpTION exports them (UIMA CAS XMI 1.0), also from folders inside."""
    cassis = _cassis()
    found = sorted(folder.rglob("*.xmi"))
    if not found:
        raise ValueError(f"{folder} has no .xmi files; unpack what INCEpTION exports and name the folder")
    for path in found:
        types = next((p for p in (path.with_name("TypeSystem.xml"), folder / "TypeSystem.xml") if p.is_file()), None)
        if types is None:
            raise ValueError(f"{path} has no TypeSystem.xml beside it; unpack the whole of what INCEpTION exports")
        try:
            with types.open("rb") as file:
                system = cassis.load_typesystem(file)
            with path.open("rb") as file:
                cas = cassis.load_cas_from_xmi(file, typesystem=system)
        except Exception as error:  # noqa: BLE001  lxml and cassis raise their own families
            raise ValueError(f"{path} is no UIMA CAS ({error}); export it again as UIMA CAS XMI 1.0") from None
        yield _document(cas, system, path)


def _document(cas: Any, system: Any, path: Path) -> Document:
    def all_of(name: str) -> list[Any]:
        return sorted(cas.select(name), key=_order) if system.contains_type(name) else []

    title = next((d.documentTitle for d in all_of(_METADATA) if d.documentTitle), None)
    doc = Document(title or path.stem, cas.sofa_string)
    for article in all_of(ARTICLE):
        if own := _json(article.levees, path, "article"):
            doc.id, doc.published, doc.meta = own["id"], own["published"], own["meta"]
    ids: dict[int, str] = {}
    for k, s in enumerate(all_of(SPAN), start=1):
        ids[s.xmiID] = s.ref or f"n{k}"
        if not s.label:
            raise ValueError(f"{path}: the span « {doc.text[s.begin : s.end]} » at {s.begin} has no label; give it one, or delete it")
        doc.spans.append(Span(ids[s.xmiID], s.begin, s.end, s.label, _json(s.attributes, path, f"span at {s.begin}")))
    for r in all_of(SLOT):
        if not r.slot:
            raise ValueError(f"{path}: a relation to « {doc.text[r.begin : r.end]} » at {r.begin} has no slot; name one, or delete it")
        doc.relations.append((ids.get(r.Governor.xmiID, "?"), ids.get(r.Dependent.xmiID, "?"), r.slot))
    return doc.check(str(path))


def _json(text: str | None, path: Path, what: str) -> dict[str, Any]:
    try:
        return dict(json.loads(text or "{}"))
    except (ValueError, TypeError):
        raise ValueError(f"{path}: the JSON of the {what} is spoilt: {str(text)[:60]!r}; mend it, or empty the field") from None


def _order(found: Any) -> tuple[int, int]:
    """The order in which we wrote things, then that of the text for what a person drew: a CAS keeps none but the text's."""
    number = re.fullmatch(r"[rs](\d+)", getattr(found, "ref", None) or "")
    return (int(number[1]), 0) if number else (10**9, found.begin)
