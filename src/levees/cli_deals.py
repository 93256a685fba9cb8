"""`levees deals`: the events of many articles that tell of one deal, joined."""

from __future__ import annotations

from typing import Annotated

import typer

SOME_FAILED, SHOWN = 1, 5


def deals(
    inputs: Annotated[list[str], typer.Argument(metavar="EVENTS...", help="What levees annotate wrote as .jsonl (.gz, .zst).")],
    output: Annotated[str, typer.Option("--output", "-o", metavar="OUT", help="A .parquet or a .jsonl.")],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the output where it stands; its deals keep their ids.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what is wrong.")] = False,
) -> None:
    """Join the events of many articles into deals: rounds, funds, takeovers, stakes, listings.

    A row is a deal: what holds of it now, every figure that was given and by whom, and its history.
    """
    from levees.cli import fail
    from levees.corpus import CannotRun
    from levees.corpus.deal_files import join_files

    try:
        found, failures = join_files(inputs, output, overwrite=overwrite)
    except CannotRun as error:
        fail(str(error))
    if not quiet:
        typer.echo(f"{sum(len(deal.claims) for deal in found):,} events told of {len(found):,} deals", err=True)
    for line in failures[:SHOWN]:
        typer.echo(f"  {line}", err=True)
    if failures:
        typer.echo(f"{len(failures):,} lines could not be read", err=True)
        raise typer.Exit(SOME_FAILED)
