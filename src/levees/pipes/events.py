"""Events on a Doc: the reader's drafts, consolidated, as typed and grounded objects."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from levees.factuality.lexicon import using
from levees.packs import Packs, load_packs
from levees.pipes.assemble import Assembler
from levees.pipes.calibrated import Calibrated
from levees.pipes.prefilter import Prefilter
from levees.pipes.reading import Reading, register
from levees.pipes.standing import with_standing
from levees.reader.consolidate import consolidate
from levees.reader.cues import find_rounds
from levees.reader.decode import Decoder
from levees.reader.encode import Candidate, Encoded, Forms, encode, token_range
from levees.reader.facts import as_inputs, assessed
from levees.reader.fields import Fields
from levees.reader.fuse import add_rules
from levees.reader.judge import Judge
from levees.reader.lexicon import shipped
from levees.reader.score import Inputs, ensemble
from levees.reader.topic import shipped_topic
from levees.reader.weights import load_weights
from levees.schema import BaseEvent
from levees.schema.article import first_day


@lru_cache(maxsize=1)
def shipped_weights() -> tuple[dict[str, np.ndarray], ...]:
    """The networks that ship with levees; their scores are averaged."""
    with as_file(files("levees.data") / "fr") as folder:
        return tuple(load_weights(p) for p in sorted(folder.glob("reader*.npz")))


@lru_cache(maxsize=1)
def shipped_judge() -> Judge:
    """The judge that ships with levees."""
    with as_file(files("levees.data") / "fr" / "judge.npz") as path, np.load(path) as data:
        return Judge.of({k: data[k] for k in data.files})


@lru_cache(maxsize=1)
def shipped_fields() -> Fields:
    """The choice of slots that ships with levees."""
    with as_file(files("levees.data") / "fr" / "fields.npz") as path, np.load(path) as data:
        return Fields.of({k: data[k] for k in data.files})


class Reader:
    """Reads the events of a Doc whose amounts, dates, names are there."""

    def __init__(
        self,
        vocab: Any,
        weights: tuple[dict[str, np.ndarray], ...],
        *,
        judge: Judge | Calibrated | None = None,
        fields: Fields | None = None,
        types: list[str] | None = None,
        packs: Packs | None = None,
        prefilter: bool = True,
    ) -> None:
        self.forms, self.weights, self.judge, self.fields = Forms(vocab), weights, judge, fields
        self.lexicon = packs.classes if packs is not None and packs.classes is not None else shipped()
        self.packs = packs
        self.types = frozenset(types) if types else None
        self.topic = shipped_topic()
        self.bonus: dict[str, float] | None = None
        self.floors = {"event": packs.floor} if packs is not None and packs.floor is not None else None
        self.prefilter = Prefilter(self.lexicon, packs.rules if packs is not None else None, self.types) if prefilter else None

    def __call__(self, doc: Doc) -> Doc:
        """Leave the events of a Doc on its reading."""
        reading: Reading = doc._.levees
        with using(self.packs.cues if self.packs is not None else None):
            return self._events(doc, reading)

    def _events(self, doc: Doc, reading: Reading) -> Doc:
        if len(doc) and (reading.amounts or reading.names):
            encoded = encode(reading, forms=self.forms, lexicon=self.lexicon)
            # an event hangs on an anchor: where there is none the networks need not be asked (docs/speed.md)
            events = self._from_anchors(reading, encoded) if encoded.anchors else []
            if (source := reading.trial or self.packs) is not None:
                events = with_standing(events, reading, source.rules)
            reading.events = [e for e in events if self.types is None or type(e).__name__ in self.types]
        return doc

    def _from_anchors(self, reading: Reading, encoded: Encoded) -> list[BaseEvent]:
        inputs, decoder = self.read(reading, encoded)
        drafts = consolidate(decoder.drafts(), inputs.encoded.anchors)
        return Assembler(reading, inputs, self.lexicon).events(drafts)

    def events_above(self, reading: Reading, floor: float) -> list[Any]:
        """What the reader alone would give, were every event believed that has this chance; the reading stays as it is."""
        if not (len(reading.doc) and (reading.amounts or reading.names)):
            return []
        with using(self.packs.cues if self.packs is not None else None):
            inputs, decoder = self.read(reading)
            kept = {k: v for k, v in decoder.floors.items() if k in ("role", "round", "source")}
            decoder.floors = dict.fromkeys(decoder.floors, floor) | kept
            return Assembler(reading, inputs, self.lexicon).events(consolidate(decoder.drafts(), inputs.encoded.anchors))

    def read(self, reading: Reading, encoded: Encoded | None = None) -> tuple[Inputs, Decoder]:
        """Scores, averaged over the networks, in a decoder; `encoded` is the article as arrays where it was made already."""
        encoded = encoded or encode(reading, forms=self.forms, lexicon=self.lexicon)
        starts = np.array([t.idx for t in reading.doc])
        ends = starts + np.array([len(t) for t in reading.doc])
        rounds = [Candidate(*token_range(starts, ends, c.start, c.end), c) for c in find_rounds(reading.text)]
        inputs, scores, contexts = ensemble(self.weights, encoded, reading.doc, rounds)
        behind = add_rules(scores, inputs, reading, self.bonus)
        doc = reading.doc

        def facts(anchor: int) -> np.ndarray:
            a = inputs.encoded.anchors[anchor]
            return as_inputs(assessed(reading, doc[a.start].idx, doc[a.end - 1].idx + len(doc[a.end - 1])))

        names, weights = self.lexicon.names, list(self.weights[-len(contexts) :])
        decoder = Decoder(inputs, scores, reading.entities, names, weights, contexts, facts, self.judge, self.floors, self.fields)
        decoder.behind, decoder.topic, decoder.published = behind, self.topic(doc), first_day(reading.published)
        return inputs, decoder


@Language.factory("levees_events", default_config={"types": None, "packs": None, "fast": False, "prefilter": True})
def make_events(nlp: Language, name: str, types: list[str] | None, packs: list[str] | None, fast: bool, prefilter: bool) -> Reader:
    """Events of all types, or of those asked for, on `doc._.levees.events`; `packs` are folders that add types and rules; `fast` reads
    with one network in place of all; with `prefilter`, articles in which no event can stand are not parsed."""
    register()
    loaded = load_packs(packs) if packs else None
    judge: Judge | Calibrated = shipped_judge()
    if loaded is not None and loaded.calibration is not None:
        judge = Calibrated(judge, loaded.calibration)
    weights = shipped_weights()[-1:] if fast else shipped_weights()  # the last has read most
    return Reader(nlp.vocab, weights, judge=judge, fields=shipped_fields(), types=types, packs=loaded, prefilter=prefilter)
