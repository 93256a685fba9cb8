"""Tools that read and write JSON: Label Studio, doccano, Prodigy."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from levees.exchange.document import Document, Span

_TOKEN = re.compile(r"\w+|[^\w\s]")


def to_label_studio(docs: Iterable[Document]) -> str:
    """Tasks to import into Label Studio: what levees read stands there as predictions, for a person to correct."""
    tasks = []
    for doc in docs:
        result: list[dict[str, Any]] = []
        for s in doc.spans:
            at = {"start": s.start, "end": s.end}
            base = {"id": s.id, "from_name": "label", "to_name": "text"}
            result.append({**base, "type": "labels", "value": {**at, "text": doc.text[s.start : s.end], "labels": [s.label]}})
            if s.attributes:
                more = json.dumps(s.attributes, ensure_ascii=False)
                result.append({**base, "from_name": "attributes", "type": "textarea", "value": {**at, "text": [more]}})
        result += [{"type": "relation", "from_id": a, "to_id": b, "direction": "right", "labels": [slot]} for a, b, slot in doc.relations]
        data = {"id": doc.id, "published": doc.published, "text": doc.text, "meta": doc.meta}
        tasks.append({"data": data, "predictions": [{"model_version": "levees", "result": result}]})
    return json.dumps(tasks, ensure_ascii=False, indent=1)


def from_label_studio(text: str, name: str) -> Iterator[Document]:
    """Documents of what Label Studio exports as JSON: annotations where a person made some, else the predictions."""
    tasks = _json(text, f"{name}, line 1")
    for n, task in enumerate(tasks if isinstance(tasks, list) else [tasks], start=1):
        where = f"{name}, task {n}"
        data = task.get("data") if isinstance(task, dict) else None
        if not isinstance(data, dict) or not isinstance(data.get("text"), str):
            raise ValueError(f"{where}: it has no text; export the project as JSON, not as JSON-MIN")
        done = [a for a in task.get("annotations") or [] if not a.get("was_cancelled")]
        versions = {json.dumps(_core(a["result"]), sort_keys=True) for a in done}
        if len(versions) > 1:
            who = " and ".join(str(a.get("completed_by", "?")) for a in done)
            raise ValueError(f"{where}: its annotators ({who}) disagree; settle on one annotation in Label Studio, then export again")
        result = (done or task.get("predictions") or [{"result": []}])[0]["result"]
        doc = Document(str(data.get("id", task.get("id", n))), data["text"], data.get("published"), meta=data.get("meta") or {})
        spans: dict[str, Span] = {}
        for item in result:
            value = item.get("value", {})
            if item["type"] == "labels":
                spans[item["id"]] = Span(item["id"], value["start"], value["end"], value["labels"][0])
        for item in result:
            if item["type"] == "textarea" and item["id"] in spans:
                spans[item["id"]].attributes = _json("".join(item["value"]["text"]), f"{where}, the attributes of {item['id']}")
            elif item["type"] == "relation":
                head, child = (item["from_id"], item["to_id"]) if item.get("direction") != "left" else (item["to_id"], item["from_id"])
                doc.relations.append((head, child, (item.get("labels") or [""])[0]))
        doc.spans = list(spans.values())
        yield doc.check(where)


def _core(result: list[dict[str, Any]]) -> Any:
    return sorted(json.dumps([i["type"], i.get("value"), i.get("labels")], sort_keys=True) for i in result)


def label_config(labels: Iterable[str], slots: Iterable[str]) -> str:
    """The labelling interface to paste into a Label Studio project."""
    names = "".join(f'\n    <Label value="{label}"/>' for label in labels)
    relations = "".join(f'\n    <Relation value="{slot}"/>' for slot in slots)
    return (
        f'<View>\n  <Labels name="label" toName="text">{names}\n  </Labels>\n  <Relations>{relations}\n  </Relations>\n'
        '  <Text name="text" value="$text"/>\n'
        '  <TextArea name="attributes" toName="text" perRegion="true" editable="true"/>\n</View>\n'
    )


def to_doccano(docs: Iterable[Document]) -> str:
    """Lines for a doccano project of sequence labelling with relations; attributes travel in its metadata."""
    lines = []
    for doc in docs:
        number = {s.id: n for n, s in enumerate(doc.spans, start=1)}
        lines.append({
            "text": doc.text,
            "entities": [{"id": number[s.id], "label": s.label, "start_offset": s.start, "end_offset": s.end} for s in doc.spans],
            "relations": [{"id": n, "from_id": number[a], "to_id": number[b], "type": slot}
                          for n, (a, b, slot) in enumerate(doc.relations, start=1)],
            "levees": {"id": doc.id, "published": doc.published, "meta": doc.meta,
                       "attributes": {number[s.id]: s.attributes for s in doc.spans}},
        })
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def from_doccano(text: str, name: str) -> Iterator[Document]:
    """Documents of what doccano exports as JSONL (with relations)."""
    for n, line in _lines(text, name):
        where = f"{name}, line {n}"
        if "entities" not in line:
            raise ValueError(f"{where}: it has no 'entities'; export a project of sequence labelling with relations as JSONL (relation)")
        own = line.get("levees") or (line.get("metadata") or {}).get("levees") or {}
        attributes = own.get("attributes", {})
        doc = Document(str(own.get("id", line.get("id", n))), line["text"], own.get("published"), meta=own.get("meta") or {})
        doc.spans = [Span(str(e["id"]), e["start_offset"], e["end_offset"], e["label"], attributes.get(str(e["id"]), {}))
                     for e in line["entities"]]
        doc.relations = [(str(r["from_id"]), str(r["to_id"]), r["type"]) for r in line.get("relations", [])]
        yield doc.check(where)


def to_prodigy(docs: Iterable[Document]) -> str:
    """Lines for Prodigy's rel.manual: tokens, spans and relations."""
    lines = []
    for doc in docs:
        tokens = [(m.start(), m.end()) for m in _TOKEN.finditer(doc.text)]
        rows = [{"text": doc.text[a:b], "start": a, "end": b, "id": i, "ws": doc.text[b : b + 1].isspace()}
                for i, (a, b) in enumerate(tokens)]
        spans = {s.id: _prodigy_span(s, tokens) for s in doc.spans}
        relations = [{"head": spans[a]["token_end"], "child": spans[b]["token_end"], "label": slot,
                      "head_span": spans[a], "child_span": spans[b]} for a, b, slot in doc.relations]
        meta = {"id": doc.id, "published": doc.published, "meta": doc.meta}
        lines.append({"text": doc.text, "tokens": rows, "spans": list(spans.values()), "relations": relations, "levees": meta})
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def _prodigy_span(s: Span, tokens: list[tuple[int, int]]) -> dict[str, Any]:
    inside = [i for i, (a, b) in enumerate(tokens) if a < s.end and s.start < b] or [0]
    return {"start": s.start, "end": s.end, "token_start": inside[0], "token_end": inside[-1], "label": s.label,
            "levees": {"id": s.id, "attributes": s.attributes}}


def from_prodigy(text: str, name: str) -> Iterator[Document]:
    """Documents of what `prodigy db-out` writes; rejected and ignored tasks are left out."""
    for n, line in _lines(text, name):
        if line.get("answer", "accept") != "accept":
            continue
        own = line.get("levees") or {}
        doc = Document(str(own.get("id", line.get("_task_hash", n))), line["text"], own.get("published"), meta=own.get("meta") or {})
        ids: dict[tuple[int, int, str, str], str] = {}
        for k, s in enumerate(line.get("spans") or [], start=1):
            key = _prodigy_key(s)
            ids[key] = (s.get("levees") or {}).get("id", f"n{k}")
            doc.spans.append(Span(ids[key], s["start"], s["end"], s["label"], (s.get("levees") or {}).get("attributes", {})))
        for r in line.get("relations") or []:
            ends = [ids.get(_prodigy_key(r[side]), "?") for side in ("head_span", "child_span")]
            doc.relations.append((ends[0], ends[1], r["label"]))
        yield doc.check(f"{name}, line {n}")


def _prodigy_key(s: dict[str, Any]) -> tuple[int, int, str, str]:
    return s["start"], s["end"], s["label"], (s.get("levees") or {}).get("id", "")


def _lines(text: str, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for n, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            data = _json(line, f"{name}, line {n}")
            if not isinstance(data, dict) or not isinstance(data.get("text"), str):
                raise ValueError(f"{name}, line {n}: it has no 'text'; is this the format that was named?")
            yield n, data


def _json(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise ValueError(f"{where}: this is not JSON ({error})") from None
