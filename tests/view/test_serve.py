"""The playground over HTTP: what it answers, what it refuses and how, and that hostile requests leave it answering."""

from __future__ import annotations

import json
import os
import random
import time

import pytest

starlette = pytest.importorskip("starlette", reason="starlette is not installed; it comes with levees[serve]")
from starlette.testclient import TestClient  # noqa: E402
from typer.testing import CliRunner  # noqa: E402

from levees.cli import app as command  # noqa: E402
from levees.schema import Extraction  # noqa: E402
from levees.view.serve import make_app  # noqa: E402

SECRET = "Traceback of /srv/inside"


RULE = "family: mine\nrules:\n- {name: x, event: Ipo, trigger: {words: [clochette]}, slots: {company: {kinds: [company], find: [before]}}}"


def read(article, trial=None):
    if trial is not None:
        return Extraction(id=" ".join(sorted(trial.own)), text=article.full_text)
    if "panne" in article.text:
        raise RuntimeError(SECRET)
    if "lent" in article.text:
        time.sleep(0.5)
    return Extraction(id=article.id, published=article.published, text=article.full_text)


def client_of(**limits):
    return TestClient(make_app(read, **limits), base_url="http://localhost", raise_server_exceptions=False)


@pytest.fixture
def client():
    with client_of(largest=2000, patience=0.2) as client:
        yield client


@pytest.fixture(scope="module")
def patient():
    with client_of() as client:
        yield client


def test_an_article_is_read(client):
    reply = client.post("/extract", json={"id": "a", "text": "Alba lève 12 M€.", "title": "Un tour", "published": "2024-05-14"})
    assert reply.status_code == 200 and Extraction.model_validate(reply.json()).text == "Un tour\n\nAlba lève 12 M€."


@pytest.mark.parametrize("body, status, said", [
    (b"", 400, "this is not JSON: Expecting value at character 0"),
    (b"\xff{}", 400, "this is not UTF-8 (byte 0)"),
    (b"[" * 1999, 400, "nested too deeply"),
    (b'{"text": "a", "id": ' + b"9" * 1900 + b"}", 400, None),
    (b"[]", 422, "an article is an object with 'text'"),
    (b"{}", 422, "there is no 'text'"),
    (b'{"text": 3}', 422, "'text' is a number; it must be text"),
    (b'{"text": "a", "published": "hier"}', 422, "published is 'hier'"),
    (b"x" * 2001, 413, "more than 2,000 bytes"),
    (b'{"text": "panne"}', 500, "the article could not be read"),
    (b'{"text": "lent"}', 503, "not read within 0.2 seconds"),
])
def test_a_wrong_request_is_one_sentence(client, body, status, said):
    reply = client.post("/extract", content=body)
    if said is None:
        assert reply.status_code in (200, 400)
        return
    assert reply.status_code == status and said in reply.json()["error"] and SECRET not in reply.text


def test_rules_that_are_sent_are_tried_and_their_errors_have_a_line(patient):
    assert patient.post("/extract", json={"text": "x", "rules": RULE}).json()["id"] == "mine.x"
    assert patient.post("/extract", json={"text": "x", "rules": ""}).json()["id"] is None
    wrong = patient.post("/extract", json={"text": "x", "rules": RULE.replace("trigger", "trigge")})
    assert wrong.status_code == 422 and wrong.json()["line"] == 3 and "did you mean trigger?" in wrong.json()["error"]
    lines = [json.dumps({"text": "x", "rules": rules}) for rules in (RULE, "[", 3, {})]
    rows = [json.loads(line) for line in patient.post("/annotate", content="\n".join(lines)).text.splitlines()]
    assert rows[0]["id"] == "mine.x" and [row["line"] for row in rows[1:]] == [2, 3, 4]
    assert "'rules' must be text" in rows[2]["error"]


def test_the_rules_that_one_may_begin_from_are_listed(patient):
    rows = patient.get("/rules").json()
    assert len({row["name"] for row in rows}) == len(rows) > 50
    first = patient.post("/extract", json={"text": "x", "rules": rows[0]["text"]})
    assert first.json()["id"] == rows[0]["name"]


@pytest.mark.model
def test_a_trial_gives_what_a_pack_gives(tmp_path):
    import levees
    from levees.api import default_nlp
    from levees.pipes.build import read as read_article
    from levees.rules.trial import Trial
    from levees.schema import Article

    text = ("family: mine\noff: [funding]\nrules:\n- {name: x, event: Ipo, trigger: {verbs: [carillonner]}, "
            "slots: {company: {kinds: [company], find: [agent, before], required: true}}}")
    (tmp_path / "rules").mkdir()
    (tmp_path / "pack.yml").write_text("name: mine\n", encoding="utf-8")
    (tmp_path / "rules" / "mine.yml").write_text(text, encoding="utf-8")
    article = Article(text="La société Alba lève 12 millions d'euros auprès de Partech. La société Borel carillonne à Paris.")
    nlp = default_nlp()
    plain = read_article(nlp, article)
    tried = read_article(nlp, article, trial=Trial(text))
    packed = read_article(levees.load(packs=[tmp_path]), article)
    assert [e.model_dump() for e in tried.events] == [e.model_dump() for e in packed.events]
    assert {e.rule for e in tried.events} - {e.rule for e in plain.events} >= {"mine.x"}
    assert plain.fingerprint != tried.fingerprint
    assert read_article(nlp, article) == plain


def test_lines_are_answered_in_order_and_bad_ones_do_not_stop_the_rest(client):
    lines = [b'{"id": "a", "text": "x"}', b"", b"{", b'{"text": "panne"}', b"y" * 3000, b'{"id": "b", "text": "z"}']
    reply = client.post("/annotate", content=b"\n".join(lines))
    assert reply.headers["content-type"] == "application/x-ndjson" and SECRET not in reply.text
    rows = [json.loads(line) for line in reply.text.splitlines()]
    assert [(row.get("id"), row.get("line")) for row in rows] == [("a", None), (None, 3), (None, 4), (None, 5), ("b", None)]


def test_what_is_not_there_and_who_is_not_meant(client):
    assert client.get("/nichts").json() == {"error": "there is nothing at /nichts; /docs tells what there is"}
    assert client.get("/extract").status_code == 405 and "does not answer to GET" in client.get("/extract").json()["error"]
    assert client.get("/health", headers={"host": "evil.example"}).status_code == 400
    assert client.get("/health").json()["status"] == "ok"


def test_headers_are_safe_and_nothing_is_shared_across_origins(client):
    for path in ("/", "/docs", "/health", "/nichts"):
        headers = client.get(path, headers={"origin": "http://evil.example"}).headers
        assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"
        assert "default-src 'none'" in headers["content-security-policy"] and "unsafe" not in headers["content-security-policy"]
        assert not any(name.startswith("access-control") for name in headers)


def test_the_interface_is_described(client):
    described = client.get("/openapi.json").json()
    assert described["openapi"].startswith("3.1") and {"/extract", "/annotate", "/rules", "/health"} == described["paths"].keys()
    text = json.dumps(described)
    assert "$defs" not in text
    for ref in set(part.split('"')[0] for part in text.split('"$ref": "#/components/schemas/')[1:]):
        assert ref in described["components"]["schemas"], ref
    page = client.get("/docs").text
    assert "POST /extract" in page and "http://" not in page.replace("http://127.0.0.1:8000", "")


def test_hostile_requests_leave_it_answering(client):
    """LEVEES_HOSTILE says how many requests: make fuzz-serve sends 10,000."""
    chance = random.Random(7)
    whole = json.dumps({"text": "Alba lève 12 M€.", "published": "2024-05-14", "id": "a"}).encode()
    seeds = [whole, b'{"text": "panne"}\n{}', b"\xff\xfe\x00", b"["]
    kinds = ("application/json", "text/plain; charset=utf-16", "multipart/form-data", "\t;;")
    paths = ("/extract", "/annotate", "/", "/..%2f..%2fetc/passwd", "/%00")
    seen = set()
    for _ in range(int(os.environ.get("LEVEES_HOSTILE", "300"))):
        body = bytearray(chance.choice(seeds) * chance.choice((1, 1, 2, 60)))
        for _ in range(chance.randrange(6)):
            body[chance.randrange(len(body))] = chance.randrange(256)
        headers = {"content-type": chance.choice(kinds), "content-encoding": chance.choice(("gzip", "identity"))}
        reply = client.request(chance.choice(("POST", "POST", "GET", "PUT")), chance.choice(paths), content=bytes(body), headers=headers)
        seen.add(reply.status_code)
        assert SECRET not in reply.text and "Traceback" not in reply.text and 'File "' not in reply.text
    assert seen <= {200, 400, 404, 405, 413, 422, 500} and client.get("/health").status_code == 200


def test_a_port_that_is_taken_is_a_sentence(monkeypatch):
    import socket

    monkeypatch.setattr("levees.api.load", lambda **_: None)
    monkeypatch.setattr("levees.load", lambda **_: None, raising=False)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = CliRunner().invoke(command, ["serve", "--port", str(port)])
    assert result.exit_code == 2 and f"port {port} of 127.0.0.1 cannot be used: Address already in use" in result.stderr
