"""The changes of `ablate.py`: what is taken away from the reader, and what is given to it as the annotation has it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from given import amounts, both, dates, factuality, mains, names, nominals, parties, triggers  # isort: skip
from labels import EventLabel  # isort: skip
from levees.reader.encode import encode, ties
from levees.reader.judge import features
from levees.reader.lexicon import fold
from levees.reader.score import ensemble
from levees.reader.surface import Reasons
from levees.rules.load import load_rules


@dataclass(frozen=True)
class Change:
    """One change: where it reaches in, in the order in which an article is read."""

    name: str
    patch: tuple[tuple[str, Any], ...] = ()
    front: Callable[[Any, dict], None] | None = None  # on the Reading
    weights: Callable[[tuple], tuple] | None = None
    rules: Callable[[str], bool] | None = None  # which rules are heard
    scores: tuple[Callable[[Any, list[EventLabel]], None], ...] = ()
    judge: Callable[[Any], Any] | None = None
    floors: dict[str, float] = field(default_factory=dict)
    drafts: tuple[Callable[[Any, Any, list[EventLabel]], None], ...] = ()
    consolidate: bool = True
    networks: bool = False  # the patch reaches what the networks see
    several: bool = False  # says something only where several networks did not see an article

    @property
    def needs_labels(self) -> bool:
        """Whether it looks at the annotation beyond names and amounts."""
        return bool(self.scores or self.drafts)


# --- taken away ---


def encoding(alter: Callable[[Any, Any], None]) -> tuple[tuple[str, Any], ...]:
    """An article's arrays, changed right after they were made."""

    def changed(reading: Any, **options: Any) -> Any:
        alter(encoded := encode(reading, **options), reading)
        return encoded

    return (("levees.pipes.events.encode", changed),)


def silenced(*names: str) -> Callable[[tuple], tuple]:
    """Networks in which these parameters are zero, so that what they feed adds nothing."""
    return lambda ws: tuple(w | {k: np.zeros_like(w[k]) for k in names} for w in ws)


def no_parse(e: Any, reading: Any) -> None:
    e.pos, e.dep, e.head = np.zeros_like(e.pos), np.zeros_like(e.dep), np.arange(len(e.head))
    e.ties = ties(e.dep, e.head, [fold(t.text) for t in reading.doc])


def no_tensor(e: Any, reading: Any) -> None:
    e.tensor = np.zeros_like(e.tensor)


def no_classes(e: Any, reading: Any) -> None:
    e.classes = np.zeros_like(e.classes)


def blind_to_classes(weights: Any, encoded: Any, *rest: Any) -> Any:
    """The networks do not see word classes; where events may hang is known as before."""
    classes, encoded.classes = encoded.classes, np.zeros_like(encoded.classes)
    try:
        return ensemble(weights, encoded, *rest)
    finally:
        encoded.classes = classes


def no_nominals(reading: Any, row: dict) -> None:
    reading.nominals = []


def no_facts(decoder: Any, labels: list[EventLabel]) -> None:
    decoder.facts = lambda anchor: np.zeros(8, np.float32)


def unjudged(judge: Any) -> Any:
    """The networks' own chance decides."""
    return lambda proposals, decoder: np.array([p.probability for p in proposals])


def judged_alone(judge: Any) -> Any:
    """Only the first forest, which sees one proposal at a time."""
    return lambda proposals, decoder: judge.alone(features(proposals, decoder))


def nothing(*args: Any, **options: Any) -> None:
    return None


def no_reasons(*args: Any, **options: Any) -> Reasons:
    return Reasons()


def assembling(**functions: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((f"levees.pipes.assemble.{name}", f) for name, f in functions.items())


def by_file(file: str) -> Callable[[str], bool]:
    """All rules but those of one file."""
    origin = load_rules().origin
    return lambda rule: Path(origin[rule][0]).stem != file


FILES = sorted({Path(place[0]).stem for place in load_rules().origin.values()})
TAKEN = [
    Change("all rules", rules=lambda rule: False),
    Change("second forest of the judge", judge=judged_alone),
    *(Change(f"judge (networks' own chance from {f})", judge=unjudged, floors={"event": f}) for f in (0.3, 0.4, 0.5)),
    Change("parse", patch=encoding(no_parse), networks=True),
    Change("tensor of the stock model", patch=encoding(no_tensor), networks=True),
    Change("static vectors", patch=(("levees.reader.score.static_vectors", lambda e, table: np.zeros((len(e.marks), 300), np.float32)),), networks=True),
    Change("word classes, networks only", patch=(("levees.pipes.events.ensemble", blind_to_classes),), networks=True),
    Change("word classes and events on words", patch=encoding(no_classes), networks=True),
    Change("nominals", front=no_nominals),
    Change("coreference chains", weights=silenced("coref.w", "coref.b")),
    Change("LSTM", weights=silenced("lstm.w")),
    Change("second look", weights=silenced("again.z0", "again.ua0", "again.um0", "again.ut0")),
    Change("kinds of names against roles", patch=(("levees.reader.decode.PENALTY", 0.0),)),
    Change("second network", weights=lambda ws: ws[:1], several=True),
    Change("cues of factuality", scores=(no_facts,)),
    Change("consolidation", consolidate=False),
    Change("cues of metrics", patch=assembling(metric_of=no_reasons)),
    Change("titles of posts", patch=assembling(role_of=nothing, is_public_office=lambda title: False)),
    Change("cues of leads", patch=assembling(is_lead=lambda *args: (None, None))),
    Change("cues of exchanges", patch=assembling(exchange_of=nothing)),
    Change("cues of instruments and bases", patch=assembling(instrument_of=no_reasons, basis_of=no_reasons)),
    Change("cues of markets", patch=assembling(scope_of=nothing, count_of=nothing, change_of=nothing)),
    Change("signs of changes", patch=assembling(signed_change=lambda reading, percent: percent.value)),
    Change("cues of rounds", patch=(("levees.pipes.events.find_rounds", lambda text: []),), networks=True),
    *(Change(f"rules/{f}.yml", rules=by_file(f)) for f in FILES),
]

# --- given ---

GIVEN = [
    Change("types (triggers)", scores=(triggers,)),
    Change("main parties", scores=(mains,)),
    Change("types, main parties", scores=(mains, triggers)),
    Change("types, main and further parties", scores=(mains, triggers), drafts=(parties,)),
    Change("further parties", drafts=(parties,)),
    Change("dates", drafts=(dates,)),
    Change("status and certainty", drafts=(factuality,)),
    Change("further parties, dates, status, certainty", drafts=(parties, dates, factuality)),
    Change("names and entities", front=names),
    Change("names, main parties", front=names, scores=(mains,)),
    Change("names, types", front=names, scores=(triggers,)),
    Change("names, entities, nominals", front=nominals),
    Change("names, entities, nominals, types, main parties", front=nominals, scores=(mains, triggers)),
    Change("amounts", front=amounts),
    Change("amounts, types", front=amounts, scores=(triggers,)),
    Change("names, amounts, types, main parties", front=both, scores=(mains, triggers)),
    Change("all of it", front=both, scores=(mains, triggers), drafts=(parties, dates, factuality)),
]
ALL = [Change("unchanged"), *TAKEN, *(replace(c, name=f"given {c.name}") for c in GIVEN)]
