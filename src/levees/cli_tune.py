"""`levees tune`: what annotated articles teach, tried by cross-validation, written as a pack."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from levees.cli_pack import Packs

if TYPE_CHECKING:
    from levees.tuning import Case, Finding, Result


def tune(
    annotated: Annotated[Path, typer.Argument(metavar="ANNOTATED.jsonl", help="Articles with the events that they hold.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="PACK", help="The pack to write to; one that is there is backed up.")],
    pack: Packs = None,
    folds: Annotated[int, typer.Option(min=2, help="In how many parts the articles are split.")] = 5,
    seed: Annotated[int, typer.Option(help="Draws the parts; the same seed gives the same result.")] = 0,
    accept_above: Annotated[
        float | None, typer.Option("--accept-above", metavar="GAIN", help="Accept what gains more events than this; else each is asked.")
    ] = None,
) -> None:
    """Find out which rules to trust on a text and which verbs to teach, and show before and after.

    Everything is tried on articles that it was not read off. Nothing is written before the end: Ctrl-C leaves all as it was.
    """
    from levees.cli import fail, load
    from levees.evaluation import problems, read_rows
    from levees.packs import load_packs
    from levees.tuning import tune as run
    from levees.tuning import write_pack

    try:
        rows = read_rows(annotated)
        nlp = load(None, pack)
        for n, row in enumerate(rows, start=1):
            for problem in problems(row):
                fail(f"{annotated}, article {n}: {problem}; mend it, or leave the article out")
        cases = _read(rows, nlp)
        result = run(cases, load_packs(pack or ()).rules, parts=folds, seed=seed)
        _show(result)
        accepted = [f for f in result.findings if (_asked(f) if accept_above is None else f.gain > accept_above)]
        if not accepted:
            typer.echo("Nothing accepted, nothing written.")
            return
        backup = write_pack(output, accepted)
    except KeyboardInterrupt:
        fail("stopped; nothing was changed")
    except (OSError, ValueError) as error:
        fail(str(error))
    if backup is not None:
        typer.echo(f"What {output} held is kept in {backup}.")
    typer.echo(f"{len(accepted)} findings written to {output}; read with it: levees extract --pack {output} FILE")


def _read(rows: list[dict[str, Any]], nlp: Any) -> list[Case]:
    from rich.console import Console
    from rich.progress import Progress

    from levees.tuning import read_cases

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=len(rows))
        return read_cases(rows, nlp, lambda: bar.advance(task))


def _asked(finding: Finding) -> bool:
    typer.echo("".join(f"+ {line}\n" for line in finding.yaml().splitlines()))
    return typer.confirm(f"{finding.proposal.name}: {finding.won} won, {finding.spoilt} spoilt on held-out articles. Accept?")


def _show(result: Result) -> None:
    typer.echo(f"{'event F1, held out':20} before  after")
    for name, before, after in result.table():
        typer.echo(f"{name:20} {100 * before:6.1f} {100 * after:6.1f}")
    typer.echo(f"articles that got better: {', '.join(map(str, result.better)) or 'none'}")
    typer.echo(f"articles that got worse: {', '.join(map(str, result.worse)) or 'none'}")
    for finding in result.findings:
        what = "trust" if finding.proposal.rule is None else "teach"
        typer.echo(f"  {what} {finding.proposal.name}: {finding.won} won, {finding.spoilt} spoilt, trust {finding.trust}")
