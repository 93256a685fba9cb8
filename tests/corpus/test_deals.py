"""Events of many articles joined into deals: pairs, ids, history, files, the command."""

from __future__ import annotations

import gzip
import json
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml
from typer.testing import CliRunner

from levees.cli import app
from levees.corpus.deals import Deal, join
from levees.evaluation.compare import extent
from levees.evaluation.gold import read_rows, to_extraction
from levees.schema import Extraction, Money

CASES = Path(__file__).parents[1] / "cases/deals.yml"
PARTY, PARTIES = ("company", "target", "manager", "fund", "holder", "exchange"), ("investors", "acquirers")


def money(told: str, **more: Any) -> dict[str, Any]:
    size, currency = told.split()
    values = [format(float(v) * 1e6, ".0f") for v in size.split("-")]
    value = {"amount": values[0]} if len(values) == 1 else {"low": values[0], "high": values[1]}
    return {"text": told, "currency": currency[1:], **value, **{k: v for k, v in more.items() if v}}


def extraction(article: dict[str, Any]) -> Extraction:
    entities: list[dict[str, Any]] = []

    def party(name: str) -> dict[str, Any]:
        aliases, ids = article.get("aliases", {}).get(name, []), article.get("ids", {}).get(name, {})
        entities.append({"name": name, "aliases": aliases, "ids": ids})
        return {"name": name, "text": name, "entity": len(entities) - 1}

    events = []
    for n, told in enumerate(article["events"]):
        event = {k: v for k, v in told.items() if k not in ("deal", "mod", "converted", "date")} | {"id": f"{article['id']}#{n}"}
        event |= {slot: party(event[slot]) for slot in PARTY if slot in event}
        event |= {slot: [party(name) for name in event[slot]] for slot in PARTIES if slot in event}
        if "amount" in event:
            other = money(told["converted"]) if "converted" in told else None
            event["amount"] = money(event["amount"], mod=told.get("mod"), converted=other)
        if "date" in told:
            first, last = told["date"].split("/")
            event["date"] = {"text": "alors", "value": first[:7], "first_day": first, "last_day": last}
        events.append(event | {"evidence": {"start": 0, "end": len(article["text"])}})
    published = article["published"]
    day = published.isoformat() if isinstance(published, date) else published
    own = {"id": article["id"], "published": day, "text": article["text"]}
    return Extraction.model_validate(own | {"entities": entities, "events": events})


ARTICLES = [article for one in yaml.safe_load(CASES.read_text(encoding="utf-8")) for article in one["articles"]]
SAID = [extraction(article) for article in ARTICLES]
GOLD = {(a["id"], f"{a['id']}#{n}"): event["deal"] for a in ARTICLES for n, event in enumerate(a["events"])}


def found(deals: list[Deal]) -> dict[tuple[str, str], str]:
    return {(claim.article, claim.event): deal.id for deal in deals for claim in deal.claims}


def pairs(labels: dict[tuple[str, str], str]) -> set[tuple[tuple[str, str], tuple[str, str]]]:
    return {(a, b) for a, b in combinations(sorted(labels), 2) if labels[a] == labels[b]}


def one(id: str, published: str | None, told: str | None = "12 MEUR", company: str = "Alba", **more: Any) -> Extraction:
    event = {"type": "FundingRound", "company": company, **({"amount": told} if told else {}), **more}
    return extraction({"id": id, "published": published, "text": f"{company} lève des fonds.", "events": [event]})


def test_pairs_of_the_sets_are_found_and_no_others():
    mine, gold = pairs(found(join(SAID))), pairs(GOLD)
    assert not mine - gold
    assert len(mine & gold) / len(gold) >= 0.9


# all deals that two articles of the gold tell of; looked up by hand, by company
TOLD_TWICE = [{"e-t04#0", "i-t09#7"}, {"i-t09#0", "j-t08#3"}, {"g-t01#0", "j-t84#0"}, {"g-t01#1", "j-t84#1"}]


def test_deals_of_the_gold_that_two_articles_tell_of_are_joined_and_no_others():
    said = []
    for row in read_rows(Path(__file__).parents[2] / "models/data/train.jsonl"):
        read = to_extraction(row)
        events = []
        for n, event in enumerate(read.events):
            when = getattr(event, "date", None)
            days = extent(when.value) if when and when.value else None
            dated = {"date": when.model_copy(update={"first_day": days[0], "last_day": days[1]})} if when and days else {}
            events.append(event.model_copy(update={"id": f"{read.id}#{n}", **dated}))
        said.append(read.model_copy(update={"events": events}))
    deals = join(said)
    assert sum(len(deal.claims) for deal in deals) > 500
    joined = [{claim.event for claim in deal.claims} for deal in deals if len({claim.article for claim in deal.claims}) > 1]
    assert sorted(map(sorted, joined)) == sorted(map(sorted, TOLD_TWICE))


def test_ids_stay_when_later_articles_come_and_do_not_hang_on_the_order_of_the_input():
    dated = sorted(SAID, key=lambda e: e.published or "")
    whole = found(join(reversed(SAID)))
    for n in range(1, len(dated)):
        assert found(join(dated[:n])).items() <= whole.items()


def test_an_earlier_article_that_comes_late_leaves_the_ids_that_are_known():
    first = join([one("b", "2024-05-14"), one("c", "2024-05-15")])
    again = join([one("a", "2024-04-30"), one("b", "2024-05-14"), one("c", "2024-05-15")], known=found(first))
    assert [deal.id for deal in again] == [first[0].id] and len(again[0].claims) == 3
    assert join([one("a", "2024-04-30"), one("b", "2024-05-14")])[0].id != first[0].id


def test_two_deals_that_begin_alike_have_two_ids():
    events = [{"type": "FundingRound", "company": "Alba", "amount": "12 MEUR"}] * 2
    deals = join([extraction({"id": "a", "published": "2024-05-14", "text": "Alba.", "events": events})])
    assert len({deal.id for deal in deals}) == len(deals) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (one("a", "2024-05-14"), one("b", "2024-05-15", "30 MEUR")),
        (one("a", "2024-05-14", round="seed"), one("b", "2024-05-15", round="series_a")),
        (one("a", "2024-05-14"), one("b", "2025-05-15")),
        (one("a", "2024-05-14", None), one("b", None, None)),
        (one("a", "2024-05-14"), one("b", "2024-05-15", company="Albatros")),
        (one("a", "2024-05-14"), one("b", "2024-08-15", "12.1 MEUR", status="planned")),
    ],
)
def test_in_doubt_two_claims_stay_two_deals(first: Extraction, second: Extraction):
    assert len(join([first, second])) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (one("a", "2024-05-14"), one("b", "2024-05-15", "12.2 MEUR")),
        (one("a", "2024-05-14", converted="13 MUSD"), one("b", "2024-05-16", "13 MUSD")),
        (one("a", "2024-05-14"), one("b", "2024-06-01", None)),
        (one("a", "2024-05-14", company="L'Alba SAS"), one("b", "2024-05-16", company="ALBA")),
        (one("a", "2024-05-14", round="seed"), one("b", "2029-05-16", round="seed")),
        (one("a", "2024", round="seed"), one("b", "2024-05", round="seed")),
    ],
)
def test_two_claims_of_one_deal_join(first: Extraction, second: Extraction):
    assert len(join([first, second])) == 1


def test_events_of_one_article_stay_apart_unless_they_are_linked():
    events = [{"type": "FundingRound", "company": "Alba", "amount": told} for told in ("12 MEUR", "12 MEUR")]
    article = extraction({"id": "a", "published": "2024-05-14", "text": "Alba.", "events": events})
    assert len(join([article])) == 2
    linked = article.events[1].model_copy(update={"links": {"contradicts": "a#0"}, "amount": Money(**money("30 MEUR"))})
    deals = join([article.model_copy(update={"events": [article.events[0], linked]})])
    assert len(deals) == 1 and deals[0].amounts_disagree


def test_the_command_keeps_history_and_every_figure_with_its_articles(tmp_path: Path):
    lines, out = tmp_path / "events.jsonl.gz", tmp_path / "deals.parquet"
    with gzip.open(lines, "wt", encoding="utf-8") as file:
        file.writelines(e.to_json() + "\n" for e in SAID)
    ran = CliRunner().invoke(app, ["deals", str(lines), "-o", str(out)])
    assert ran.exit_code == 0 and f"{len(GOLD)} events told of" in ran.output
    rows = pq.read_table(out).to_pylist()
    round_c = next(row for row in rows if row["round"] == "series_c")
    assert [(c["article"], c["certainty"], c["source"]) for c in round_c["history"]][:3] == [
        ("orsene-1", "reported", "Le Quai"), ("orsene-2", "denied", "Orsène"), ("orsene-3", "reported", "La Cote")]
    assert (round_c["status"], round_c["certainty"], round_c["articles"]) == ("completed", "asserted", 5)
    calyx = next(row for row in rows if row["round"] == "series_a" and row["company"] == "Calyx Énergie")
    assert calyx["amounts_disagree"] and calyx["amount"] == 18_000_000
    assert {(int(a["low"]), *a["articles"]) for a in calyx["amounts"]} == {
        (18_000_000, "calyx-1", "calyx-3", "calyx-5"), (20_000_000, "calyx-2")}


@pytest.mark.parametrize("name", ["deals.parquet", "deals.jsonl"])
def test_an_output_that_is_replaced_keeps_the_ids_of_its_deals(tmp_path: Path, name: str):
    lines, out = tmp_path / "events.jsonl", tmp_path / name
    lines.write_text(one("b", "2024-05-14").to_json() + "\n", encoding="utf-8")
    run = CliRunner().invoke

    def ids() -> list[str]:
        if name.endswith("parquet"):
            return pq.read_table(out).column("id").to_pylist()
        return [json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines()]

    assert run(app, ["deals", str(lines), "-o", str(out)]).exit_code == 0
    before = ids()
    lines.write_text("".join(one(i, d).to_json() + "\n" for i, d in (("b", "2024-05-14"), ("a", "2024-04-14"))), encoding="utf-8")
    refused = run(app, ["deals", str(lines), "-o", str(out)])
    assert refused.exit_code == 2 and "stands already" in refused.output
    assert run(app, ["deals", str(lines), "-o", str(out), "--overwrite"]).exit_code == 0
    assert ids() == before


def test_bad_lines_are_told_and_the_others_joined(tmp_path: Path):
    lines, out = tmp_path / "events.jsonl", tmp_path / "deals.jsonl"
    lines.write_text('{"id": 1\n' + one("b", "2024-05-14").to_json() + '\n{"text": "a", "events": 3}\n', encoding="utf-8")
    ran = CliRunner().invoke(app, ["deals", str(lines), "-o", str(out)])
    assert ran.exit_code == 1 and "line 1" in ran.output and "line 3" in ran.output and "2 lines could not be read" in ran.output
    assert len(out.read_text(encoding="utf-8").splitlines()) == 1


@pytest.mark.parametrize(
    ("source", "target", "told"),
    [
        ("events.jsonl", "deals.csv", "is no file of deals"),
        ("none.jsonl", "deals.jsonl", "there is no such file"),
        ("events.parquet", "deals.jsonl", "no lines of extractions"),
        ("events.jsonl", "none/deals.jsonl", "there is no folder"),
    ],
)
def test_wrong_use_is_one_sentence(tmp_path: Path, source: str, target: str, told: str):
    for name in ("events.jsonl", "events.parquet"):
        (tmp_path / name).write_text(one("b", "2024-05-14").to_json() + "\n", encoding="utf-8")
    ran = CliRunner().invoke(app, ["deals", str(tmp_path / source), "-o", str(tmp_path / target)])
    assert ran.exit_code == 2 and told in ran.output and "Traceback" not in ran.output


def test_a_file_that_holds_no_deals_is_not_replaced(tmp_path: Path):
    lines, out = tmp_path / "events.jsonl", tmp_path / "deals.jsonl"
    lines.write_text(one("b", "2024-05-14").to_json() + "\n", encoding="utf-8")
    out.write_text("my notes\n", encoding="utf-8")
    ran = CliRunner().invoke(app, ["deals", str(lines), "-o", str(out), "--overwrite"])
    assert ran.exit_code == 2 and "holds no deals" in ran.output and out.read_text(encoding="utf-8") == "my notes\n"
