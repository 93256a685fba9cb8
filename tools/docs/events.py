"""The pages of the twelve event types: sentences from docs/types/*.yml, with what levees reads in them.

    python tools/docs/events.py            write the pages anew
    python tools/docs/events.py --tell     say which sentences are not read as they should be

A sentence carries what is right, in the notation of `told`; where levees reads just that it stands under « Read », else under
« Not yet », beside what it reads. So a page is honest whatever the model, and no one has to move a sentence by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from levees.schema import BaseEvent, Extraction, Money

TYPES = Path(__file__).parents[2] / "docs" / "types"


def sources() -> list[Path]:
    """The files of sentences, one an event type, in the order of the schema."""
    from levees.schema import EVENT_TYPES

    return [TYPES / f"{name}.yml" for name in EVENT_TYPES]


def page(source: Path) -> str:
    """The page of one event type as it must stand beside its file of sentences."""
    data = yaml.safe_load(source.read_text(encoding="utf-8"))
    read: list[str] = []
    not_yet: list[str] = []
    for sentence in data["sentences"]:
        extraction = _read(sentence)
        found, right = [told(event) for event in extraction.events], sentence["right"]
        if sorted(found) == sorted(right):
            read.append(_shown(sentence, extraction, found))
        else:
            not_yet.append(_shown(sentence, extraction, found or ["nothing"]) + "\n\nIt should be:\n\n" + _block(right or ["nothing"]))
    parts = [
        f"# {source.stem}", data["what"].strip(), f"<!-- figures {source.stem} -->\n[How good it is](../quality.md)",
        "| slot | holds |\n|---|---|\n" + "\n".join(f"| `{slot}` | {holds} |" for slot, holds in data["slots"].items()),
        "The sentences are our own, and what they tell is invented, also where real firms appear; the blocks are what levees reads, "
        "checked by the tests. "
        "Words that fill a slot are bold.",
    ]
    parts += ["## Read", *read] if read else []
    parts += ["## Not yet", *not_yet] if not_yet else []
    return "\n\n".join([*parts, "## Limits", data["limits"].strip()]) + "\n"


def told(event: BaseEvent) -> str:
    """An event in one line: type, status, certainty, source, then its slots; what the tests compare."""
    head = f"{event.type} {event.status.value} {event.certainty.value}" + (f" ({event.source})" if event.source else "")
    return " | ".join([head, *(f"{slot}={_value(value)}" for slot, value in event.filled().items())])


def _value(value: Any) -> str:
    from levees.schema import Money, Party, TimeExpression, plain

    if isinstance(value, list):
        return ", ".join(_value(v) for v in value)
    if isinstance(value, Party):
        return value.name + (" (lead)" if value.lead else "")
    if isinstance(value, TimeExpression):
        return value.value + (f" {value.mod.value}" if value.mod else "")
    if isinstance(value, Money):
        return _money(value)
    return plain(value) if hasattr(value, "as_tuple") else str(getattr(value, "value", value))


def _money(money: Money) -> str:
    from levees.schema import plain

    number = f"{plain(money.low)} to {plain(money.high)}" if money.low is not None and money.high is not None else plain(money.amount or 0)
    mod = f"{money.mod.value} " if money.mod else ""
    other = f" (= {_money(money.converted)})" if money.converted else ""
    return f"{mod}{number} {money.currency or '?'}{other}"


def _read(sentence: dict[str, Any]) -> Extraction:
    import levees

    published = sentence.get("published")
    return levees.extract(sentence["text"], published=None if published is None else str(published))


def _shown(sentence: dict[str, Any], extraction: Extraction, lines: list[str]) -> str:
    date = f" ({sentence['published']})" if sentence.get("published") else ""
    return f"> {_marked(extraction)}{date}\n\n{_block(lines)}"


def _block(lines: list[str]) -> str:
    rows: list[str] = []
    for line in lines:
        head, *slots = line.split(" | ")
        rows += [head, *(f"  {name:<15} {value}" for name, value in (slot.split("=", 1) for slot in slots))]
    return "```text\n" + "\n".join(rows) + "\n```"


def _marked(extraction: Extraction) -> str:
    """The sentence with the words of its slots in bold."""
    text, spans = extraction.text, sorted(set(_spans(extraction)), key=lambda span: (span[0], -span[1]))
    parts, at = [], 0
    for start, end in spans:
        if start >= at:
            parts += [text[at:start], f"**{text[start:end]}**"]
            at = end
    return "".join([*parts, text[at:]])


def _spans(extraction: Extraction) -> Iterator[tuple[int, int]]:
    for event in extraction.events:
        for value in event.filled().values():
            for one in value if isinstance(value, list) else [value]:
                if getattr(one, "start", None) is not None:
                    yield one.start, one.end


def main(*options: str) -> None:
    """Write the pages, or tell what is read otherwise than it should be."""
    for source in sources():
        if "--tell" in options:
            for sentence in yaml.safe_load(source.read_text(encoding="utf-8"))["sentences"]:
                found = [told(event) for event in _read(sentence).events]
                if sorted(found) != sorted(sentence["right"]):
                    lines = [*(f"  - {line}" for line in found), *(f"  + {line}" for line in sentence["right"])]
                    print(f"{source.stem}: {sentence['text']}", *lines, sep="\n")
        else:
            source.with_suffix(".md").write_text(page(source), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
