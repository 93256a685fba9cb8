"""The whole pipeline: stock French model underneath, levees on top."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import as_file, files
from itertools import islice
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex
from thinc.api import Model, NumpyOps

from levees.packs import digest, load_packs
from levees.pipes.links import linked
from levees.pipes.merge import merged
from levees.pipes.prefilter import Prefilter
from levees.pipes.reading import Reading, register
from levees.rules.trial import Trial
from levees.schema import EVENT_TYPES, Article, BaseEvent, Entity, Extraction, Mention, clean

MODEL = "fr_core_news_md"
GLUED = r"(?<=[a-zà-öø-ÿ0-9»)])\.(?=[A-ZÀ-ÖØ-Þ«])"
PIECE = 200_000  # characters; longer articles are read in pieces, cut at paragraph ends


def front(
    *, ner: bool = False, names: bool = True, entities: str | Path | None = None, packs: Sequence[str | Path] | None = None
) -> Language:
    """Everything up to names and rules: what training reads too."""
    from levees.pipes import grammar, sentences  # noqa: F401 (they register the factories)

    register()
    folders = [str(p) for p in packs] if packs else None
    nlp = spacy.load(MODEL, exclude=["lemmatizer"] + ([] if ner else ["ner"]))
    for _, pipe in nlp.pipeline:
        if isinstance(getattr(pipe, "model", None), Model) and isinstance(pipe.model.ops, NumpyOps):
            # NumPy's OpenBLAS is quicker than thinc's BLIS on matrices of this size, with the same events (docs/speed.md)
            pipe.model._to_ops(NumpyOps(use_blis=False))
    infixes = [GLUED, *nlp.Defaults.infixes]
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    nlp.add_pipe("levees_sentences", first=True)
    nlp.add_pipe("levees_amounts")
    nlp.add_pipe("levees_dates")
    if names:
        import levees.pipes.names
        import levees.pipes.rules  # noqa: F401

        nlp.add_pipe("levees_names", config={"use_ner": ner, "entities": str(entities) if entities else None, "packs": folders})
        nlp.add_pipe("levees_rules", config={"packs": folders})
    return nlp


def make_doc(nlp: Language, text: str, published: str | None = None, trial: Trial | None = None) -> Doc:
    """A Doc that knows its date of publication, ready for `nlp.pipe`; a trial's rules take the place of the pipeline's for it."""
    doc = nlp.make_doc(clean(text))
    doc._.published = published
    doc._.levees.trial = trial
    return doc


def read_docs(
    nlp: Language,
    items: Iterable[tuple[str, str | None, Any]],
    *,
    batch_size: int = 32,
    trial: Trial | None = None,
    prefilter: Prefilter | None = None,
) -> Iterator[tuple[Doc, Any]]:
    """(text, published, context) in, (Doc, context) out, in order; what a pre-filter passes over is not parsed."""
    stream = ((make_doc(nlp, text, published, trial), context) for text, published, context in items)
    if prefilter is None:
        yield from nlp.pipe(stream, as_tuples=True, batch_size=batch_size)
        return
    while some := list(islice(stream, batch_size)):
        over = [prefilter(nlp, doc) for doc, _ in some]
        parsed = nlp.pipe((doc for (doc, _), passed in zip(some, over, strict=True) if not passed), batch_size=batch_size)
        for (doc, context), passed in zip(some, over, strict=True):
            yield (doc if passed else next(parsed)), context


def make_nlp(
    *,
    types: Sequence[str] | None = None,
    entities: str | Path | None = None,
    packs: Sequence[str | Path] | None = None,
    fast: bool = False,
    prefilter: bool = True,
) -> Language:
    """The pipeline that reads events: the stock French model with levees' pipes.

    `types` restricts what is looked for; `entities` is a file of the user's own names, `packs` are folders of rules, types, names
    and cues, `fast` reads with one network, `prefilter` leaves out the parse where it can tell nothing. Raises
    ValueError for an unknown type and for a pack that cannot be used.
    """
    import levees.pipes.events  # noqa: F401

    known = [*EVENT_TYPES, *(load_packs(packs).types if packs else ())]
    unknown = [t for t in types or () if t not in known]
    if unknown:
        near = get_close_matches(unknown[0], known, 1)
        raise ValueError(
            f"{unknown[0]!r} is no event type"
            + (f"; did you mean {near[0]}?" if near else ".")
            + f" The types are {', '.join(known)}."
        )
    nlp = front(entities=entities, packs=packs)
    folders = [str(p) for p in packs] if packs else None
    config = {"types": list(types) if types else None, "packs": folders, "fast": fast, "prefilter": prefilter}
    nlp.add_pipe("levees_events", config=config)
    nlp.meta["levees_packs"] = "+".join([*(["fast"] if fast else []), *([digest(packs)] if packs else [])])
    return nlp


def pieces(text: str, size: int = PIECE) -> list[tuple[int, int]]:
    """Cut a long text into pieces of at most `size` characters and a bounded number of pairs to weigh.

    Cuts stand at paragraph ends, failing that at line ends, sentence ends, spaces. An ordinary article is one piece.

    >>> pieces("Alba lève 12 M€.")
    [(0, 16)]
    """
    out: list[tuple[int, int]] = []
    todo = [(0, len(text))]
    while todo:
        start, end = todo.pop()
        if end - start <= 1000 or (end - start <= size and _pairs(text, start, end) <= PAIRS):
            out.append((start, end))
            continue
        middle = (start + end) // 2
        low, high = start + (end - start) // 4, end - (end - start) // 4
        cut = next((k + len(mark) for mark in ("\n\n", "\n", ". ", " ") if (k := text.rfind(mark, low, middle)) > 0), middle)
        todo += [(min(cut, high), end), (start, min(cut, high))]
    return out


_FIGURE, _CAPITAL = re.compile(r"\d+"), re.compile(r"(?<!\w)[A-ZÀ-ÖØ-Þ]")
PAIRS = 150_000  # about half a gigabyte while one piece is read


def _pairs(text: str, start: int, end: int) -> float:
    """Roughly how many pairs of an anchor and a name the reader will weigh."""
    figures = sum(1 for _ in _FIGURE.finditer(text, start, end))
    return (figures + (end - start) / 60) * sum(1 for _ in _CAPITAL.finditer(text, start, end))


def read(nlp: Language, article: Article, *, trial: Trial | None = None) -> Extraction:
    """Read one article, by a trial's rules where there is one. Raises RuleError where these take too long or fire too often."""
    return next(read_many(nlp, [article], trial=trial))


def read_many(
    nlp: Language, articles: Iterable[Article], *, batch_size: int = 32, trial: Trial | None = None
) -> Iterator[Extraction]:
    """Read a stream of articles, lazily and in order."""
    for extraction, _ in read_noting(nlp, articles, batch_size=batch_size, trial=trial):
        yield extraction


def read_noting(
    nlp: Language,
    articles: Iterable[Article],
    *,
    batch_size: int = 32,
    trial: Trial | None = None,
    prefilter: bool = True,
) -> Iterator[tuple[Extraction, bool]]:
    """Read a stream of articles, each with whether the pre-filter passed over it; without `prefilter` it passes over none."""
    sieve = getattr(nlp.get_pipe("levees_events"), "prefilter", None) if prefilter and "levees_events" in nlp.pipe_names else None
    packs = "+".join(filter(None, (nlp.meta.get("levees_packs", ""), trial.digest if trial is not None else "")))

    def items() -> Iterator[tuple[str, str | None, Any]]:
        for article in articles:
            text = clean(article.full_text)
            cut = pieces(text)
            for k, (start, end) in enumerate(cut):
                yield text[start:end], article.published, (article, text, start, k + 1 == len(cut))

    parts: list[tuple[Reading, int]] = []
    for doc, (article, text, start, last) in read_docs(nlp, items(), batch_size=batch_size, trial=trial, prefilter=sieve):
        parts.append((doc._.levees, start))
        if last:
            yield to_extraction(article, text, parts, packs), all(reading.passed_over for reading, _ in parts)
            parts = []


def to_extraction(article: Article, text: str, parts: list[tuple[Reading, int]], packs: str = "") -> Extraction:
    """One Extraction of an article's pieces: deals told in several merged, events linked, offsets and entity numbers those of the whole.

    `packs` is their digest.
    """
    entities: list[Entity] = []
    index: dict[tuple[str, str], int] = {}
    events: list[Sequence[BaseEvent]] = []
    for reading, start in parts:
        renumber: dict[int, int] = {}
        for ent in reading.entities:
            key = (ent.name, ent.kind)
            mentions = [Mention(text=m.text, start=m.start + start, end=m.end + start) for m in ent.mentions]
            if key in index and len(parts) > 1:
                old = entities[index[key]]
                entities[index[key]] = old.model_copy(update={"mentions": [*old.mentions, *mentions]})
            else:
                index[key] = len(entities)
                kind = None if ent.kind == "other" else ent.kind
                entities.append(Entity(name=ent.name, kind=kind, aliases=list(ent.aliases), ids=dict(ent.ids), mentions=mentions))
            renumber[ent.index] = index[key]
        events.append([moved(e, start, renumber) for e in reading.events] if start else reading.events)
    ident = article.id or "article"
    numbered = [e.model_copy(update={"id": f"{ident}#{i}"}) for i, e in enumerate(merged(events, text))]
    sentences = [(a + start, b + start) for reading, start in parts for a, b in reading.sentences]
    published = article.published or (parts[0][0].published if parts else None)
    mark = fingerprint() + (f"+{packs}" if packs else "")
    return Extraction(
        id=article.id,
        published=published,
        text=text,
        fingerprint=mark,
        entities=entities,
        events=linked(numbered, text, sentences, published),
    )


def moved(event: BaseEvent, by: int, renumber: dict[int, int]) -> BaseEvent:
    """The event of a later piece, its offsets counted from the article's start."""

    def walk(value: Any) -> Any:
        if isinstance(value, dict):
            out = {k: walk(v) for k, v in value.items()}
            out |= {k: out[k] + by for k in ("start", "end") if isinstance(out.get(k), int)}
            return out | ({"entity": renumber[out["entity"]]} if isinstance(out.get("entity"), int) else {})
        return [walk(v) for v in value] if isinstance(value, list) else value

    return type(event).model_validate(walk(event.model_dump()))


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """What read the article: version of levees, and a digest of its rules, lexicons and networks."""
    digest = sha256()
    with as_file(files("levees.data") / "fr") as folder:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return f"levees-{version('levees')}+{digest.hexdigest()[:12]}"
