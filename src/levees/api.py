"""The functions that a user calls: load a pipeline, extract one article, annotate many, read values alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

from levees.schema import Article, Extraction, Money, TimeExpression, clean, parse_published

if TYPE_CHECKING:
    from spacy.language import Language


class Table(Protocol):
    """What streams Arrow record batches, by the Arrow PyCapsule interface."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...  # noqa: D105


Item = Article | Mapping[str, Any] | str
OnError = Callable[[int, Any, Exception], None]

# a batch ends at so many characters, so that a few huge articles do not sit in memory together
BATCH_CHARACTERS = 1_000_000

_default: Language | None = None
_lock = Lock()


def load(
    *,
    types: Iterable[str] | None = None,
    entities: str | Path | None = None,
    packs: Iterable[str | Path] | None = None,
    fast: bool = False,
    prefilter: bool = True,
) -> Language:
    """Load a spaCy pipeline that reads French financial news.

    `types` names the event types to look for (all by default), `entities` a file of names to know beside the shipped
    ones, `packs` folders that add rules, event types, names and cues, or override shipped ones (`levees pack new`).
    With `fast` one network reads in place of all: quicker, and a little less well (docs/speed.md and docs/quality.md).
    Without `prefilter` articles in which no event can stand are parsed all the same; what comes out is the same.
    Raises `ValueError` for a type that is not known, and for a pack that cannot be used.

    >>> import levees
    >>> nlp = levees.load(types=["FundingRound", "Valuation"])
    >>> nlp.pipe_names[-1]
    'levees_events'
    """
    from levees.pipes.build import make_nlp

    wanted = [types] if isinstance(types, str) else None if types is None else list(types)
    folders = [packs] if isinstance(packs, (str, Path)) else None if packs is None else list(packs)
    return make_nlp(types=wanted, entities=entities, packs=folders, fast=fast, prefilter=prefilter)


def extract(
    text: str,
    *,
    published: str | date | None = None,
    title: str | None = None,
    id: str | None = None,
    nlp: Language | None = None,
) -> Extraction:
    """Read one article; give its events and entities.

    `published` is the article's date, month or year; relative dates are resolved against it and nothing else.
    A `title` given apart is put before the text, with a blank line between. Offsets count Unicode code points.
    Raises `ValueError` where `published` is no date, `TypeError` where `text` is no text.

    >>> import levees
    >>> found = levees.extract("La start-up lyonnaise Verdanta a levé 12 millions d'euros auprès de Partech.")
    >>> [(event.type, event.company.name, event.amount.amount, event.amount.currency) for event in found.events]
    [('FundingRound', 'Verdanta', Decimal('12000000'), 'EUR')]
    """
    article = as_article({"text": text, "published": published, "title": title, "id": id})
    from levees.pipes.build import read

    return read(nlp or default_nlp(), article)


def annotate(
    items: Iterable[Item] | Table,
    *,
    nlp: Language | None = None,
    batch_size: int = 32,
    on_error: OnError | None = None,
) -> Iterator[Extraction]:
    """Read many articles, lazily and in order.

    An item is a mapping with `text` and, where there are any, `published`, `title` and `id` (other keys are left
    alone), an `Article`, or a text; a pandas or polars data frame, an Arrow table or anything else that streams Arrow is
    read row by row (that needs pyarrow). An item that cannot be read raises its error; with `on_error`, that is called
    with the item's position, the item and the error, and the run goes on.

    >>> import levees
    >>> articles = [{"id": "a", "text": "La start-up Verdanta a levé 12 millions d'euros."}, {"id": "b", "text": "Il pleut à Brest."}]
    >>> for extraction in levees.annotate(articles):
    ...     print(extraction.id, [event.type for event in extraction.events])
    a ['FundingRound']
    b []
    """
    if isinstance(items, (str, Mapping)):
        raise TypeError("annotate reads many articles; give a list of them, or use extract for one")
    if hasattr(items, "__arrow_c_stream__"):
        items = _rows(items)
    return _annotate(items, nlp, max(1, batch_size), on_error or _raise)


def amounts(text: str) -> list[Money]:
    """Find the amounts of money in a text; « $ » is the dollar that the text makes likely, the US one failing that.

    >>> [(m.text, m.amount, m.currency) for m in amounts("Alba lève 12 M€.")]
    [('12 M€', Decimal('12000000'), 'EUR')]
    """
    from levees.grammar.amounts import find_amounts

    return [found.to_money() for found in find_amounts(_text(text), default_dollar=None)]


def percents(text: str) -> list[Any]:
    """Find the percentages in a text, each with its `value`, `start`, `end` and `text`.

    >>> [(p.text, p.value) for p in percents("en hausse de 12,5 %")]
    [('12,5 %', Decimal('12.5'))]
    """
    from levees.grammar.percents import find_percents

    return list(find_percents(_text(text)))


def dates(text: str, published: str | date | None = None) -> list[TimeExpression]:
    """Find the expressions of time in a text, as TIMEX3: without preposition, resolved against `published` as far as it allows.

    >>> [(d.text, d.value) for d in dates("Elle a levé 3 M€ fin 2023, puis 10 M€ jeudi.", published="2024-05-20")]
    [('fin 2023', '2023'), ('jeudi', '2024-05-16')]
    """
    from levees.grammar.dates import find_dates

    day = parse_published(published)
    return [found.to_timex() for found in find_dates(_text(text), published=day)]


def as_article(item: Item) -> Article:
    """Make an `Article` of what a caller gave; say in one sentence what is wrong with it."""
    if isinstance(item, Article):
        return item
    if isinstance(item, str):
        return Article(text=item)
    if not isinstance(item, Mapping):
        raise TypeError(f"an article is {_kind(item)}; give a mapping with 'text', an Article or a text")
    if item.get("text") is None:
        raise ValueError("there is no 'text'")
    fields = {key: item[key] for key in ("text", "title") if item.get(key) is not None}
    for key, value in fields.items():
        if not isinstance(value, str):
            raise TypeError(f"{key!r} is {_kind(value)}; it must be text")
    name = item.get("id")
    if name is not None and (isinstance(name, bool) or not isinstance(name, (str, int))):
        raise TypeError(f"'id' is {_kind(name)}; it must be text or a whole number")
    return Article(**fields, published=parse_published(item.get("published")), id=None if name is None else str(name))


def default_nlp() -> Language:
    """The pipeline that is used where none is given; loaded once for the process, whichever thread asks first."""
    global _default
    if _default is None:
        with _lock:
            if _default is None:
                _default = load()
    return _default


def _annotate(items: Iterable[Item], nlp: Language | None, batch_size: int, on_error: OnError) -> Iterator[Extraction]:
    ready: list[tuple[int, Article]] = []
    size = 0
    for n, item in enumerate(items):
        try:
            article = as_article(item)
        except (TypeError, ValueError) as error:
            # what came before it goes out first, so that errors and results stay in the order of the input
            yield from _read_batch(ready, nlp, on_error)
            ready, size = [], 0
            on_error(n, item, error)
            continue
        ready.append((n, article))
        size += len(article.text)
        if len(ready) >= batch_size or size >= BATCH_CHARACTERS:
            yield from _read_batch(ready, nlp, on_error)
            ready, size = [], 0
    yield from _read_batch(ready, nlp, on_error)


def _read_batch(batch: list[tuple[int, Article]], nlp: Language | None, on_error: OnError) -> Iterator[Extraction]:
    if not batch:
        return
    from levees.pipes.build import read, read_many

    nlp = nlp or default_nlp()
    stream, done = iter(read_many(nlp, [article for _, article in batch])), 0
    while done < len(batch):
        try:
            extraction = next(stream)
        except Exception:
            # one article broke the batch: those that are left are read one by one
            break
        done += 1
        yield extraction
    for n, article in batch[done:]:
        try:
            extraction = read(nlp, article)
        except Exception as error:
            on_error(n, article, error)
        else:
            yield extraction


def _rows(table: Table) -> Iterator[dict[str, Any]]:
    """The rows of whatever streams Arrow: pandas, polars, pyarrow, DuckDB."""
    try:
        from pyarrow import RecordBatchReader
    except ImportError:
        raise ModuleNotFoundError("a table is read by pyarrow; install it with: pip install 'levees[lake]'") from None
    for batch in RecordBatchReader.from_stream(table):
        known = [name for name in batch.schema.names if name in ("id", "published", "title", "text")]
        yield from batch.select(known).to_pylist()


def _raise(n: int, item: object, error: Exception) -> None:
    error.add_note(f"in item {n} (counted from 0)")
    raise error


def _text(text: object) -> str:
    if not isinstance(text, str):
        raise TypeError(f"the text is {_kind(text)}; it must be text")
    return clean(text)


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    names = {int: "a number", float: "a number", list: "a list", dict: "an object", bytes: "bytes", type(None): "nothing"}
    return names.get(type(value), f"a {type(value).__name__}")
