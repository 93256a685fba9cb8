"""`levees rules`: list, check and explain the rules in force."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from levees.rules.load import RuleSet

app = typer.Typer(no_args_is_help=True, help="Look into the rules: list, check, explain.")

Packs = Annotated[list[Path] | None, typer.Option("--pack", metavar="FOLDER|FILE", help="Rules of your own, added to the shipped ones.")]


@app.command("list")
def list_rules(
    family: Annotated[str | None, typer.Argument(metavar="[FAMILY|EVENT]", help="Only this family, or this event type.")] = None,
    pack: Packs = None,
    triggers: Annotated[bool, typer.Option("--triggers", help="Show the triggers as well.")] = False,
) -> None:
    """List the rules in force."""
    rules = _load(pack)
    found = [r for r in rules.rules.values() if family is None or family in (r.family, r.event, r.name)]
    if not found:
        from levees.rules.source import did_you_mean

        known = {r.family for r in rules.rules.values()} | {r.event for r in rules.rules.values()}
        _fail(f"there are no rules of {family!r}{did_you_mean(str(family), known)}")
    width = max(len(r.name) for r in found)
    for rule in found:
        file, line = rules.origin[rule.name]
        typer.echo(f"{rule.name:{width}}  {rule.event:16}  {', '.join(rule.slots)}  ({file}:{line})")
        if triggers:
            typer.echo(" " * (width + 2) + ", ".join((*rule.trigger.verbs, *rule.trigger.words, *rule.trigger.classes)))


@app.command("check")
def check_rules(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[PACK]", help="A pack whose rules to check; without one, all rules in force are.")
    ] = None,
    pack: Packs = None,
    corpus: Annotated[
        Path | None, typer.Option(metavar="ARTICLES.jsonl", help="Report rules that never fire on these, and what each costs.")
    ] = None,
) -> None:
    """Check schema, examples and rejects, and which rules others shadow; exit code 1 where there is an error."""
    from statistics import median

    from levees.rules.check import check, costs

    rules = _load([*(pack or ()), *([folder] if folder else ())])
    names = list(rules.rules)
    if folder is not None:
        where = str(folder)
        names = [name for name in names if rules.origin[name][0].startswith(where)]
    readings = _readings(corpus) if corpus is not None else []
    errors = 0
    for problem in check(rules, corpus=readings, only=names):
        typer.echo(str(problem))
        errors += problem.level == "error"
    if readings and names:
        cost = costs(rules, readings, only=names)
        usual = median(cost.values()) or 1.0
        typer.echo("costliest rules, in milliseconds an article:")
        for name, ms in sorted(cost.items(), key=lambda x: -x[1])[:5]:
            typer.echo(f"  {name} {ms:.2f}, {ms / usual:.1f} times the usual rule")
    typer.echo(f"{len(names)} rules checked, {errors} error{'' if errors == 1 else 's'}")
    if errors:
        raise typer.Exit(1)


@app.command("explain")
def explain_text(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A sentence; names may be marked: [c:Alba] lève 12 M€.")],
    rule: Annotated[str | None, typer.Option(metavar="NAME", help="Keep to one rule or family.")] = None,
    parse: Annotated[bool, typer.Option(help="Parse the text, as the pipeline does; without, surface strategies only.")] = True,
    pack: Packs = None,
) -> None:
    """Show which triggers were seen, which strategy found what, and what the near misses lacked."""
    from levees.rules.explain import explain

    rules = _load(pack)
    try:
        subject = _read(text) if parse and "[" not in text else text
        for line in explain(subject, rule, rules=rules).lines():
            typer.echo(line)
    except ValueError as error:
        _fail(str(error))


def _read(text: str) -> object:
    from levees.pipes.build import front, read_docs

    return next(read_docs(front(), [(text, None, None)]))[0]


def _readings(path: Path) -> list[object]:
    from levees.evaluation import read_rows
    from levees.pipes.build import front, read_docs

    try:
        rows = read_rows(path)
    except (OSError, ValueError) as error:
        _fail(str(error))
    return [doc._.levees for doc, _ in read_docs(front(), ((r["text"], r.get("published"), None) for r in rows))]


def _load(pack: list[Path] | None) -> RuleSet:
    from levees.rules.load import load_rules

    try:
        return load_rules(pack or ())
    except (OSError, ValueError) as error:
        _fail(str(error))


def _fail(message: str) -> NoReturn:
    typer.echo(f"levees: {message}", err=True)
    raise typer.Exit(2)
