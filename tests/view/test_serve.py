"""The playground over HTTP: what it answers, what it refuses and how, and that hostile requests leave it answering."""

from __future__ import annotations

import json
import os
import random
import threading
import time

import pytest

starlette = pytest.importorskip("starlette", reason="starlette is not installed; it comes with levees[serve]")
from starlette.testclient import TestClient  # noqa: E402
from typer.testing import CliRunner  # noqa: E402

from levees.cli import app as command  # noqa: E402
from levees.schema import Extraction  # noqa: E402
from levees.view.serve import make_app  # noqa: E402
from tests.view.samples import round_of  # noqa: E402

SECRET = "Traceback of /srv/inside"


def read(article):
    if "panne" in article.text:
        raise RuntimeError(SECRET)
    if "lent" in article.text:
        time.sleep(0.5)
    return Extraction(id=article.id, published=article.published, text=article.full_text)


@pytest.fixture
def client():
    with TestClient(make_app(read, largest=2000, patience=0.2), base_url="http://localhost", raise_server_exceptions=False) as client:
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
    assert described["openapi"].startswith("3.1") and {"/extract", "/annotate", "/health"} == described["paths"].keys()
    text = json.dumps(described)
    assert "$defs" not in text
    for ref in set(part.split('"')[0] for part in text.split('"$ref": "#/components/schemas/')[1:]):
        assert ref in described["components"]["schemas"], ref
    page = client.get("/docs").text
    assert "POST /extract" in page and "http://" not in page.replace("http://127.0.0.1:8000", "")


def test_hostile_requests_leave_it_answering(client):
    """LEVEES_HOSTILE says how many requests: make hostile sends 10,000."""
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_playground_reads_what_is_written(browser, scheme):
    import uvicorn

    def found(article):
        return round_of(article.text.split()[1]) if article.text.startswith("🚀") else Extraction(text=article.text)

    server = uvicorn.Server(uvicorn.Config(make_app(found), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    tab, faults = browser.new_page(color_scheme=scheme), []
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
    try:
        tab.goto(address)
        tab.get_by_text("Aucun événement dans cet article.").wait_for()
        tab.locator("textarea").fill(round_of("Brume").text)
        tab.locator(".card", has_text="Brume").first.wait_for()
        assert tab.locator("#text").text_content() == round_of("Brume").text
        axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe-playwright-python; it comes with levees[dev]")
        assert (found_faults := axe.Axe().run(tab)).violations_count == 0, found_faults.generate_report()
    finally:
        tab.close()
        server.should_exit = True
        thread.join(10)
    assert [fault for fault in faults if "favicon" not in fault and "404" not in fault] == []
