"""`levees evaluate`: extractions against gold, as a table or a page, and one prediction against another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from levees.cli_pack import Packs


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Articles with the events that they hold.")],
    pred: Annotated[
        Path | None, typer.Argument(metavar="[PRED.jsonl]", help="What was extracted; left out, the articles are read now.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    errors: Annotated[bool, typer.Option("--errors", help="List every difference.")] = False,
    types: Annotated[str | None, typer.Option(metavar="A,B", help="Look for these event types only.")] = None,
    pack: Packs = None,
    fast: Annotated[bool, typer.Option("--fast", help="Read with one network in place of all.")] = False,
    against: Annotated[Path | None, typer.Option(metavar="OTHER.jsonl", help="Another prediction to compare with.")] = None,
    min_confidence: Annotated[float, typer.Option("--min-confidence", min=0, max=1, help="Leave out events less sure than this.")] = 0.0,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE.md|FILE.html", help="Write a page: by type, slot, rule, confidence, with the curve.")
    ] = None,
) -> None:
    """Hold extractions against gold: precision, recall and F1 by event type and slot."""
    from levees.cli import fail, load
    from levees.evaluation import breakdown, read_rows, score

    if report is not None and report.suffix not in (".md", ".html"):
        fail(f"{report} is no page that can be written; call it .md or .html")
    try:
        golds = read_rows(gold)
        if pred is None:
            import levees

            articles = ({key: row.get(key) for key in ("id", "text", "published")} for row in golds)
            preds: list[dict[str, Any]] = [e.to_dict() for e in levees.annotate(articles, nlp=load(types, pack, fast=fast))]
        else:
            if pack:
                from levees.packs import load_packs

                load_packs(pack)
            preds = read_rows(pred)
        if min_confidence:
            preds = breakdown.above(preds, min_confidence)
        figures = score(golds, preds)
        comparison = breakdown.compare(golds, preds, read_rows(against)) if against else None
        if report is not None:
            from levees.evaluation import pages

            judged = breakdown.judge(golds, preds)
            found = pages.tables(figures, judged, breakdown.curve(golds, preds), comparison)
            write = pages.html if report.suffix == ".html" else pages.markdown
            report.write_text(write(figures, found), encoding="utf-8")
    except OSError as error:
        fail(f"{error.filename} cannot be read or written: {error.strerror}")
    except ValueError as error:
        fail(str(error))
    if json:
        from json import dumps

        typer.echo(dumps(figures.to_dict(), ensure_ascii=False, indent=1))
        return
    from levees.evaluation.table import print_report

    print_report(figures, errors=errors)
    if comparison is not None:
        low, high = (100 * bound for bound in comparison.interval)
        typer.echo(f"F1 of events: this {100 * comparison.first.f1:.1f}, the other {100 * comparison.second.f1:.1f} "
                   f"(difference {low:+.1f} to {high:+.1f}, 95 %)")
        typer.echo(f"better in the other: {', '.join(comparison.better) or 'none'}")
        typer.echo(f"worse in the other: {', '.join(comparison.worse) or 'none'}")
