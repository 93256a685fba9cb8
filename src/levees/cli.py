"""The command line: a thin face over the library.

Heavy imports wait inside the commands, so that `levees --help` answers at once.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from levees.cli_corpus import annotate, query
from levees.cli_deals import deals
from levees.cli_evaluate import evaluate
from levees.cli_exchange import export, import_
from levees.cli_explain import explain
from levees.cli_pack import Packs
from levees.cli_pack import app as pack_app
from levees.cli_report import report
from levees.cli_rules import app as rules_app
from levees.cli_tune import tune
from levees.cli_view import serve, view

if TYPE_CHECKING:
    from spacy.language import Language

    from levees.schema import Extraction

LONG = 1_000_000  # characters from which on a text is rather a file of articles
DONE, WRONG_USE = 0, 2

app = typer.Typer(
    name="levees",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.add_typer(rules_app, name="rules")
app.add_typer(pack_app, name="pack")
app.command()(annotate)
app.command()(query)
app.command()(deals)
app.command()(evaluate)
app.command()(explain)
app.command()(export)
app.command("import")(import_)
app.command()(tune)
app.command()(view)
app.command()(report)
app.command()(serve)

Fast = Annotated[bool, typer.Option("--fast", help="Read with one network in place of all: quicker, a little less well.")]
Types = Annotated[str | None, typer.Option(metavar="A,B", help="Look for these event types only, such as FundingRound,Valuation.")]


def main() -> None:
    """Run the command line."""
    try:
        app()
    except BrokenPipeError:
        # whoever read our output has seen enough; without this the interpreter complains once more when it flushes
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(DONE)


@app.callback(invoke_without_command=True)
def root(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    """Read French financial news into typed, grounded events."""
    if version:
        from levees import __version__

        typer.echo(f"levees {__version__}")
        raise typer.Exit(DONE)


@app.command()
def extract(
    article: Annotated[str, typer.Argument(metavar="FILE|-|TEXT", help="A text file, - for standard input, or the text itself.")],
    published: Annotated[str | None, typer.Option(metavar="DATE", help="The article's date: YYYY-MM-DD, YYYY-MM or YYYY.")] = None,
    title: Annotated[str | None, typer.Option(help="The title, where the text does not hold it.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    types: Types = None,
    pack: Packs = None,
    fast: Fast = False,
    min_confidence: Annotated[float, typer.Option("--min-confidence", min=0, max=1, help="Leave out events less sure than this.")] = 0.0,
) -> None:
    """Read one article and show its events."""
    from levees.schema import parse_published

    try:
        day = parse_published(published)
    except ValueError as error:
        fail(str(error))
    text = read_text(article)
    if len(text) > LONG:
        hint = "`levees annotate` reads a file of many"
        typer.echo(f"levees: {len(text):,} characters are read as one article, which takes minutes; {hint}.", err=True)
    extraction = _extract(text, day, title, load(types, pack, fast=fast))
    if min_confidence:
        sure = [e for e in extraction.events if e.confidence is None or e.confidence >= min_confidence]
        extraction = extraction.model_copy(update={"events": sure})
    if json:
        typer.echo(extraction.to_json())
        return
    from levees.cli_show import show

    show(extraction)


@app.command()
def names(
    article: Annotated[str, typer.Argument(metavar="FILE|-|TEXT", help="A text file, - for standard input, or the text itself.")],
    entities: Annotated[
        Path | None, typer.Option("--entities", metavar="FILE", help="Names of your own: .csv, .tsv, .jsonl or .parquet.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of lines.")] = False,
) -> None:
    """Show whom an article names, each mention and why it was taken, and what stands for whom."""
    from levees.names.registry import load_registry
    from levees.names.report import report
    from levees.schema import clean

    text = clean(read_text(article))
    try:
        registry = load_registry(entities) if entities else None
    except (OSError, ValueError) as error:
        fail(str(error))
    found = report(text, registry)
    if json:
        from json import dumps

        typer.echo(dumps(found, ensure_ascii=False))
        return
    from levees.cli_names import show_names

    show_names(found)


@app.command()
def schema(pack: Packs = None) -> None:
    """Print the JSON Schema of what an extraction holds, with the event types of packs."""
    from json import dumps

    from levees.schema import json_schema

    if pack:
        from levees.packs import load_packs

        try:
            load_packs(pack)
        except (OSError, ValueError) as error:
            fail(str(error))
    typer.echo(dumps(json_schema(), ensure_ascii=False, indent=2))


def fail(message: str) -> NoReturn:
    """Say what is wrong, in one sentence, and leave with the code for wrong use."""
    typer.echo(f"levees: {message}", err=True)
    raise typer.Exit(WRONG_USE)


def load(types: str | None, pack: list[Path] | None = None, *, fast: bool = False) -> Language:
    """Load the pipeline for the types named in an option, with packs."""
    import levees

    wanted = None if types is None else [name.strip() for name in types.split(",") if name.strip()]
    try:
        return levees.load(types=wanted, packs=pack or None, fast=fast)
    except (OSError, ValueError) as error:
        fail(str(error))


def read_text(article: str) -> str:
    """The text of an argument: a file's, standard input's, or the argument itself."""
    if article == "-":
        return _decode(sys.stdin.buffer.read(), "standard input")
    if not article.strip():
        return article  # Path("") would be this folder
    try:
        path = Path(article)
        if path.is_dir():
            fail(f"{article} is a folder; name a file, or give the text itself")
        if path.is_file():
            return _decode(path.read_bytes(), article)
    except (OSError, ValueError) as error:
        # a long text is no file name; a file that may not be read is
        if isinstance(error, PermissionError):
            fail(f"{article} cannot be read: {error.strerror}")
        return article
    if " " not in article.strip() and (path.suffix in (".txt", ".md", ".html", ".json", ".jsonl") or os.sep in article):
        fail(f"there is no file {article}; name one that is there, or give the text itself")
    return article


def _extract(text: str, published: str | None, title: str | None, nlp: Language) -> Extraction:
    import levees

    return levees.extract(text, published=published, title=title, nlp=nlp)


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        fail(f"{name} is not UTF-8 (byte {error.start}); convert it first, for instance with: iconv -f CP1252 -t UTF-8")
