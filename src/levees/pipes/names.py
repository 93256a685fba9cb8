"""Names, entities and nominals on a Doc: a thin face of `levees.names`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from levees.names.entities import build_entities
from levees.names.find import find_names
from levees.names.lexicon import NameTable
from levees.names.nominals import find_nominals
from levees.names.registry import load_registry
from levees.packs import load_packs
from levees.pipes.reading import register, spans


@Language.factory("levees_names", default_config={"use_ner": False, "entities": None, "packs": None})
def make_names(nlp: Language, name: str, use_ner: bool, entities: str | None, packs: list[str] | None):  # noqa: ANN201
    """Names with their kinds, entities, what nominals may refer to: `doc.spans["names"]`; with `use_ner` the stock NER is evidence too.

    `entities` is a file of names to know, `packs` are folders whose lexicons hold some.
    """
    register()

    registry = load_registry(entities) if entities else None
    known = load_packs(packs).names if packs else None
    if known is not None:
        registry = registry or NameTable()
        for entry in (e for found in known.entries.values() for e in found):
            registry.add(entry)

    def read(doc: Doc) -> Doc:
        return read_names(doc, use_ner=use_ner, registry=registry)

    return read


def read_names(doc: Doc, *, use_ner: bool = False, registry: NameTable | None = None) -> Doc:
    """Fill names, entities, nominals; `registry` holds the user's own names."""
    reading = doc._.levees
    ner = [(e.start_char, e.end_char, e.label_) for e in doc.ents] if use_ner else []
    amounts = [(a.start, a.end) for a in reading.amounts if a.certain]
    dates = [(d.start, d.end) for d in reading.dates]
    reading.names = find_names(reading.text, reading.sentences, ner, amounts, dates, registry=registry)
    reading.entities = build_entities(reading.text, reading.names)
    reading.entity_of = {(m.start, m.end): e.index for e in reading.entities for m in e.mentions}
    reading.nominals = find_nominals(reading.text, reading.sentences, reading.names, reading.entities)
    doc.spans["names"] = spans(doc, reading.names, "names")
    return doc
