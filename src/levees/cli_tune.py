"""`levees tune`: what annotated articles teach, tried by cross-validation, written as a pack."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from levees.cli_pack import Packs

if TYPE_CHECKING:
    from levees.tuning import Case, Finding, Named, Result, Straightened

STOPPED = 130  # what a shell makes of Ctrl-C


def tune(
    annotated: Annotated[Path, typer.Argument(metavar="ANNOTATED.jsonl", help="Articles with the events that they hold.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="PACK", help="The pack to write to; what it held is kept beside it.")],
    pack: Packs = None,
    folds: Annotated[int, typer.Option(min=2, help="In how many parts the articles are split.")] = 5,
    seed: Annotated[int, typer.Option(help="Draws the parts; the same seed gives the same result.")] = 0,
    accept_above: Annotated[
        float | None, typer.Option("--accept-above", metavar="GAIN", help="Accept what gains more events than this; else each is asked.")
    ] = None,
    types: Annotated[str | None, typer.Option(metavar="A,B", help="Better these event types only; all are measured.")] = None,
    judge: Annotated[bool, typer.Option("--judge", help="Put the judge's chances straight for this text, too.")] = False,
    names: Annotated[bool, typer.Option("--names", help="Learn the names that were missed or taken for something else, too.")] = False,
) -> None:
    """Find out which rules to trust on a text and which triggers, arguments and cues to teach, and show before and after.

    Everything is tried on articles that it was not read off. Nothing is written before the end: Ctrl-C leaves all as it was.
    """
    from levees.cli import fail

    try:
        _tune(annotated, output, pack, folds, seed, accept_above, types, judge, names)
    except KeyboardInterrupt:
        typer.echo(f"levees: stopped by Ctrl-C, nothing was changed (exit code {STOPPED})", err=True)
        raise typer.Exit(STOPPED) from None
    except (OSError, ValueError) as error:
        fail(str(error))


def _tune(
    annotated: Path,
    output: Path,
    pack: list[Path] | None,
    folds: int,
    seed: int,
    accept_above: float | None,
    types: str | None,
    judge: bool,
    names: bool,
) -> None:
    from levees.cli import fail, load
    from levees.evaluation import problems, read_rows
    from levees.packs import load_packs
    from levees.rules.source import did_you_mean
    from levees.schema import event_types
    from levees.tuning import learn_names, straighten, write_pack
    from levees.tuning import tune as run

    rows = read_rows(annotated)
    nlp = load(None, pack)
    for n, row in enumerate(rows, start=1):
        for problem in problems(row):
            fail(f"{annotated}, article {n}: {problem}; mend it, or leave the article out")
    if twice := [row["id"] for n, row in enumerate(rows) if row["id"] in {r["id"] for r in rows[:n]}]:
        fail(f"{annotated}: the article {twice[0]!r} is annotated twice; let its annotators agree, and keep one of the two")
    packs = load_packs(pack or ())
    wanted = None if types is None else [name.strip() for name in types.split(",") if name.strip()]
    if unknown := [name for name in wanted or () if name not in event_types()]:
        fail(f"{unknown[0]!r} is no event type{did_you_mean(unknown[0], event_types())}")
    cases = _read(rows, nlp)
    with _bar("Trying") as on_each:
        result = run(cases, packs, parts=folds, seed=seed, types=wanted, on_each=on_each)
    _show(result)
    accepted = [f for f in result.findings if (_asked(f) if accept_above is None else f.gain > accept_above)]
    more = []
    if judge:
        with _bar("Putting the judge straight") as on_each:
            found = straighten(cases, packs, parts=folds, seed=seed, on_each=lambda: on_each(None, len(cases)))
        more += [found.change] if _worth_judge(found, ask=accept_above is None) else []
    if names:
        learnt = learn_names(cases, packs, parts=folds, seed=seed)
        more += [learnt.change] if _worth_names(learnt, ask=accept_above is None) else []
    if not accepted and not more:
        typer.echo("Nothing accepted, nothing written.")
        return
    backup = write_pack(output, accepted, more)
    if backup is not None:
        typer.echo(f"What {output} held is kept in {backup}.")
    typer.echo(f"{len(accepted)} findings written to {output}; read with it: levees extract --pack {output} FILE")


@contextmanager
def _bar(what: str) -> Iterator[Callable[[int | None, int], None]]:
    """A progress bar; it is told (how many are done, None for one more, of how many)."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, of: bar.update(task, total=of, **({"advance": 1} if done is None else {"completed": done}))


def _read(rows: list[dict[str, Any]], nlp: Any) -> list[Case]:
    from levees.tuning import read_cases

    with _bar("Reading") as on_each:
        return read_cases(rows, nlp, lambda: on_each(None, len(rows)))


def _asked(finding: Finding) -> bool:
    import yaml

    from levees.tuning import pack_files

    for file, data in pack_files([finding], finding.change).items():
        text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120)
        typer.echo(f"{file}\n" + "".join(f"+ {line}\n" for line in text.splitlines()), nl=False)
    return typer.confirm(f"{finding.proposal.name}: {finding.won} won, {finding.spoilt} spoilt on held-out articles. Accept?")


def _show(result: Result) -> None:
    for title, rows in (("event F1, held out", result.table()), ("slot F1, held out", result.slots())):
        typer.echo(f"{title:20} {'before':>6} {'after':>6}")
        for name, before, after in rows:
            typer.echo(f"{name:20} {100 * before:6.1f} {100 * after:6.1f}")
    typer.echo(f"articles that got better: {', '.join(map(str, result.better)) or 'none'}")
    typer.echo(f"articles that got worse: {', '.join(map(str, result.worse)) or 'none'}")
    for finding in result.findings:
        typer.echo(f"  {finding.proposal.what} {finding.proposal.name}: {finding.won} won, {finding.spoilt} spoilt")


def _worth_judge(found: Straightened, *, ask: bool) -> bool:
    before, after = _all(found.before), _all(found.after)
    said = (f"judge: calibration error {found.error[0]:.3f} before, {found.error[1]:.3f} after; "
            f"event F1 {100 * before:.1f} before, {100 * after:.1f} after, held out")
    typer.echo(said)
    return typer.confirm("Accept?") if ask else found.error[1] < found.error[0] and after >= before


def _worth_names(found: Named, *, ask: bool) -> bool:
    before, after = _all(found.before), _all(found.after)
    count = len({e.name for e in found.entries})
    typer.echo(f"names: {count} to know; event F1 {100 * before:.1f} before, {100 * after:.1f} after, held out")
    typer.echo(f"articles that got worse by them: {', '.join(map(str, found.worse)) or 'none'}")
    if not found.entries:
        return False
    return typer.confirm("Accept?") if ask else after >= before


def _all(counts: Any) -> float:
    from levees.evaluation.score import prf

    return prf(*(sum(n for key, n in counts.items() if key[0] == "event" and key[-1] == o) for o in ("tp", "fp", "fn"))).f1
