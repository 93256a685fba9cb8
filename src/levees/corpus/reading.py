"""How one article of a run is read: to a line of JSON, or to the reason why it could not be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from levees.schema import Article

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True)
class Outcome:
    """What became of one article: the extraction as a line of JSON with its number of events, or a reason; was it passed over unparsed?"""

    line: str | None = None
    events: int = 0
    reason: str | None = None
    passed_over: bool = False


@dataclass(frozen=True)
class Loader:
    """What a worker loads: a pipeline for some types, a file of names and packs, or the pipeline that is given."""

    types: tuple[str, ...] | None = None
    entities: str | None = None
    nlp: Any = None
    packs: tuple[str, ...] | None = None
    fast: bool = False
    no_prefilter: bool = False

    def __call__(self) -> Language:
        """The pipeline."""
        from levees.api import default_nlp, load

        if self.nlp is not None:
            return self.nlp  # type: ignore[no-any-return]
        asked = {"types": self.types, "entities": self.entities, "packs": self.packs, "fast": self.fast}
        given = {key: value for key, value in asked.items() if value} | ({"prefilter": False} if self.no_prefilter else {})
        return load(**given) if given else default_nlp()  # type: ignore[arg-type]


def read_article(nlp: Language, article: Article, *, prefilter: bool = True) -> Outcome:
    """Read one article by itself, so that what comes out hangs on no other; whatever goes wrong is the outcome's reason."""
    from levees.pipes.build import read_noting

    try:
        extraction, passed_over = next(read_noting(nlp, [article], prefilter=prefilter))
        return Outcome(extraction.to_json(), len(extraction.events), passed_over=passed_over)
    except Exception as error:
        return Outcome(reason=f"reading it failed with {type(error).__name__}: {error}")
