"""Event mentions by rule on a Doc: a thin face of `levees.rules`."""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from levees.packs import load_packs
from levees.pipes.reading import register
from levees.rules.match import Matcher, shipped


@Language.factory("levees_rules", default_config={"packs": None, "trace": False})
def make_rules(nlp: Language, name: str, packs: list[str] | None, trace: bool) -> Rules:
    """Mentions of events on `doc._.levees.mentions`, by the shipped rules and those of packs (files or folders)."""
    register()
    return Rules(load_packs(packs).rules if packs else None, trace=trace)


class Rules:
    """Runs rules over Docs whose amounts, dates and names are there; the parse is used where there is one."""

    def __init__(self, rules: Any = None, *, trace: bool = False) -> None:
        self.matcher = shipped() if rules is None else Matcher(rules)
        self.trace = trace

    def __call__(self, doc: Doc) -> Doc:
        """Leave the mentions of a Doc on its reading."""
        reading = doc._.levees
        reading.mentions = (reading.trial or self.matcher)(reading, trace=self.trace)
        return doc
