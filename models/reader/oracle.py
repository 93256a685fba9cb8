"""Names as annotated instead of as recognised: the oracle of the ablation, and a way to train before names are ready."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "names"))
from check import blocks  # noqa: E402
from make_data import from_list  # noqa: E402

from levees.names.model import Name, NamedEntity, Nominal  # noqa: E402


def give_names(reading: Any, row: dict, lines: list[str] | None) -> None:
    """Put the annotated names, entities and nominals on a Reading."""
    text, canonical, nominals = reading.text, {}, []
    if lines is None:
        spans = [(n["start"], n["end"], n["kind"], n["name"]) for n in row["names"] if "kind" in n]
        nominals = [(n["start"], n["end"], n["name"]) for n in row["names"] if "kind" not in n]
    else:
        for line in lines:
            if m := re.fullmatch(r"([a-z]) (.+?)(?: = (.+))?", line):
                canonical[m[2]] = m[3] or m[2]
            elif m := re.fullmatch(r"= (.+?) : (.+)", line):
                nominals += [(x.start(), x.end(), m[1]) for x in re.finditer(rf"(?<!\w){re.escape(m[2])}(?!\w)", text)]
        spans = [(a, b, k, canonical.get(text[a:b], text[a:b])) for a, b, k in from_list(text, lines)]
    entities: dict[str, NamedEntity] = {}
    reading.names, reading.entity_of = [], {}
    for a, b, kind, name in spans:
        mention = Name(a, b, text[a:b], kind, 1.0, ("oracle",), {kind: 1.0})
        reading.names.append(mention)
        if name not in entities:
            entities[name] = NamedEntity(len(entities), name, kind, [], [], {}, None)
        entity = entities[name]
        entity.mentions.append(mention)
        if mention.text != name and mention.text not in entity.aliases:
            entity.aliases.append(mention.text)
        reading.entity_of[a, b] = entity.index
    reading.entities = list(entities.values())
    taken = [(n.start, n.end) for n in reading.names]
    reading.nominals = [
        Nominal(a, b, text[a:b], "company", frozenset({"company"}), None, "s", [(entities[name].index, 1.0)])
        for a, b, name in nominals if name in entities and not any(s < b and a < e for s, e in taken)]


__all__ = ["blocks", "give_names"]
