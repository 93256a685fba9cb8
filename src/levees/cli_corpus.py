"""`levees annotate`: many articles, with what a run says while it lasts and when it ends."""

from __future__ import annotations

import sys
import time
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Annotated, Any

import typer

from levees.cli_pack import Packs

if TYPE_CHECKING:
    from levees.corpus import Summary

SOME_FAILED = 1

Types = Annotated[str | None, typer.Option(metavar="A,B", help="Look for these event types only, such as FundingRound,Valuation.")]


def annotate(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT...", help="Files, folders, globs, or - for standard input.")],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="OUT", help="A .jsonl (.gz, .zst), .parquet, .duckdb or .spacy; - for standard output.")
    ],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the output where it stands already.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a run that was stopped.")] = False,
    workers: Annotated[int, typer.Option("--workers", "-w", metavar="N", min=1, help="How many processes read.")] = 1,
    time_limit: Annotated[
        float, typer.Option("--time-limit", metavar="SECONDS", min=0.001, help="How long one article may take; it is tried twice.")
    ] = 60.0,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what is wrong.")] = False,
    log_json: Annotated[bool, typer.Option("--log-json", help="Tell of the run in lines of JSON on standard error.")] = False,
    flat: Annotated[bool, typer.Option("--flat", help="In Parquet: one row an event instead of one an article.")] = False,
    types: Types = None,
    pack: Packs = None,
    fast: Annotated[bool, typer.Option("--fast", help="Read with one network in place of all: quicker, a little less well.")] = False,
    no_prefilter: Annotated[bool, typer.Option("--no-prefilter", help="Parse articles too in which no event can stand.")] = False,
    verify_prefilter: Annotated[
        int, typer.Option(metavar="N", min=0, help="Read N of the articles that are not parsed in full as well; stop at a difference.")
    ] = 0,
    text: Annotated[str, typer.Option(metavar="NAME", help="The column or key of the text.")] = "text",
    published: Annotated[str, typer.Option(metavar="NAME", help="The column or key of the date.")] = "published",
    title: Annotated[str, typer.Option(metavar="NAME", help="The column or key of the title.")] = "title",
    id: Annotated[str, typer.Option(metavar="NAME", help="The column or key of the id.")] = "id",
) -> None:
    """Read many articles, in order; those that cannot be read are listed in OUT.errors.jsonl.

    Inputs are JSON Lines (lines of {"id", "text", "published"?, "title"?}), plain, .gz or .zst, CSV, TSV, Parquet,
    Arrow, .spacy (DocBin), .txt or .html files.
    """
    from levees.cli import fail
    from levees.corpus import CannotRun, Columns, annotate_files, check

    if overwrite and resume:
        fail("--overwrite starts anew and --resume goes on; give one of them")
    if no_prefilter and verify_prefilter:
        fail("--verify-prefilter looks at what the pre-filter does, which --no-prefilter leaves out; give one of them")
    mode = "overwrite" if overwrite else "resume" if resume else "new"
    wanted = None if types is None else [name.strip() for name in types.split(",") if name.strip()]
    log = _Log() if log_json else None
    try:
        files = check(inputs, output, mode=mode, flat=flat)
        with _progress(files, quiet, log) as on_progress:
            summary = annotate_files(
                files,
                output,
                types=wanted,
                packs=pack,
                fast=fast,
                prefilter=not no_prefilter,
                verify=verify_prefilter,
                workers=workers,
                time_limit=time_limit,
                flat=flat,
                mode=mode,
                columns=Columns(text=text, published=published, title=title, id=id),
                on_progress=on_progress,
                on_error=log.error if log else None,
            )
    except (CannotRun, ValueError) as error:
        fail(str(error))
    except KeyboardInterrupt:
        fail("stopped" + ("" if output == "-" else f"; give --resume to go on with {output} later"))
    if log:
        log.done(summary)
    else:
        _conclude(summary, output, quiet)
    if summary.errors:
        raise typer.Exit(SOME_FAILED)


def query(
    file: Annotated[str, typer.Argument(metavar="OUT.duckdb", help="What levees annotate wrote.")],
    sql: Annotated[str, typer.Argument(metavar="SQL", help="A query over the tables articles, events, parties, amounts.")],
    json: Annotated[bool, typer.Option("--json", help="Print lines of JSON instead of a table.")] = False,
) -> None:
    """Ask a DuckDB file of extractions; nothing in it is changed."""
    from levees.cli import fail
    from levees.corpus import CannotRun
    from levees.corpus.query import ask

    try:
        names, rows = ask(file, sql)
    except CannotRun as error:
        fail(str(error))
    if json:
        from json import dumps

        for row in rows:
            typer.echo(dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=str))
        return
    from levees.cli_show import print_rows

    print_rows(names, rows)


class _Log:
    """Lines of JSON on standard error, for whoever watches by machine."""

    def __init__(self) -> None:
        self._begun = time.monotonic()

    def progress(self, summary: Summary) -> None:
        """How far the run is."""
        self._write("progress", summary.done() | {"bytes_read": summary.bytes_read})

    def error(self, row: dict[str, Any]) -> None:
        """An article that could not be read."""
        self._write("error", row)

    def done(self, summary: Summary) -> None:
        """The end."""
        self._write("done", summary.done() | {"bytes_read": summary.bytes_read})

    def _write(self, event: str, row: dict[str, Any]) -> None:
        from json import dumps

        seconds = round(time.monotonic() - self._begun, 3)
        typer.echo(dumps({"event": event, "seconds": seconds} | row, ensure_ascii=False), err=True)


def _progress(files: list[str], quiet: bool, log: _Log | None) -> AbstractContextManager[Any]:
    if log or quiet or not sys.stderr.isatty():
        return nullcontext(log.progress if log else None)
    from levees.cli_show import progress_bar
    from levees.corpus.sources import size_of

    return progress_bar(None if "-" in files else sum(map(size_of, files)))


def _conclude(summary: Summary, output: str, quiet: bool) -> None:
    """Say on standard error what a run did."""
    if not quiet:
        typer.echo(f"{_count(summary.articles, 'article')} read, {_count(summary.events, 'event')} found", err=True)
        if summary.passed_over:
            share = 100 * summary.passed_over / summary.articles
            verified = f"; {summary.verified:,} of them were, and gave the same" if summary.verified else ""
            typer.echo(f"{summary.passed_over:,} ({share:.1f} %) can hold no event and were not parsed{verified}", err=True)
    if summary.errors:
        for line in summary.failures:
            typer.echo(f"  {line}", err=True)
        there = "" if output == "-" else f"; all are listed in {output}.errors.jsonl"
        typer.echo(f"{_count(summary.errors, 'article')} could not be read{there}", err=True)


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
