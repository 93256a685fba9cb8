"""The playground and its interface over HTTP: a Starlette application that reads articles and stores nothing.

Every wrong request is answered with a 4xx and one sentence of JSON, `{"error": …}`; no answer tells of the inside.
"""

from __future__ import annotations

import asyncio
import json
import logging
import socket
from collections.abc import AsyncIterator, Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from levees import __version__
from levees.rules.source import RuleError
from levees.rules.trial import Trial
from levees.schema import Article, Extraction
from levees.view.api_page import api_page, openapi, shipped_rules
from levees.view.page import playground

if TYPE_CHECKING:
    from spacy.language import Language

LARGEST = 1_000_000  # bytes of one article as it is sent, and of one line of /annotate
MANY = 20  # times as much may all lines of /annotate have together
SENTENCE = 400  # characters of an error that quotes what was sent
PATIENCE = 30.0  # seconds that one article may take, waiting for its turn included
HEAD_PATIENCE = 10.0  # seconds within which the head of a request must come
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
HEADERS = {
    b"x-content-type-options": b"nosniff", b"x-frame-options": b"DENY", b"referrer-policy": b"no-referrer", b"cache-control": b"no-store",
    b"cross-origin-resource-policy": b"same-origin", b"content-security-policy": b"default-src 'none'",
}
log = logging.getLogger("levees.serve")
Read = Callable[[Article, Trial | None], Extraction]
MakeTrial = Callable[[str], Trial]


class Refused(HTTPException):
    """A wrong request whose sentence speaks of a line."""

    def __init__(self, status: int, detail: str, line: int) -> None:
        super().__init__(status, detail)
        self.line = line


def make_app(
    read: Read, *, trial: MakeTrial = Trial, hosts: tuple[str, ...] = LOOPBACK, largest: int = LARGEST, patience: float = PATIENCE
) -> Starlette:
    """The application; `read` reads one article, by the rules that `trial` makes of a text where one is sent.

    `hosts` are the names that it answers to (`*`: any), `largest` is in bytes, `patience` in seconds.
    """
    turn = asyncio.Lock()  # a pipeline reads one article at a time
    made = lru_cache(maxsize=8)(trial)  # an article is read again with each letter, mostly by the same rules

    def work(article: Article, rules: str | None) -> dict[str, Any]:
        return read(article, made(rules) if rules else None).to_dict()

    async def reading(sent: tuple[Article, str | None]) -> dict[str, Any]:
        try:
            async with asyncio.timeout(patience):
                await turn.acquire()
                # a thread cannot be stopped: whoever gives up waiting leaves the turn to it until it is done
                task = asyncio.create_task(run_in_threadpool(work, *sent))
                task.add_done_callback(_released(turn))
                return await asyncio.shield(task)
        except TimeoutError:
            raise HTTPException(503, f"the article was not read within {patience:g} seconds; try again, or send a shorter one") from None
        except RuleError as error:
            raise Refused(422, _clip(str(error)), error.line) from None

    async def extract(request: Request) -> Response:
        return _json(await reading(_sent(await _body(request, largest, patience))))

    async def annotate(request: Request) -> Response:
        # read whole before the first answer: while one streams, the server listens on the same channel for who leaves
        lines = (await _body(request, largest * MANY, patience)).split(b"\n")
        return StreamingResponse(_answers(lines, reading, largest), media_type="application/x-ndjson")

    async def home(request: Request) -> Response:
        html, policy = playground()
        return HTMLResponse(html, headers={"content-security-policy": policy})

    async def docs(request: Request) -> Response:
        html, policy = api_page()
        return HTMLResponse(html, headers={"content-security-policy": policy})

    async def health(request: Request) -> Response:
        return JSONResponse({"status": "ok", "version": __version__})

    async def description(request: Request) -> Response:
        return JSONResponse(openapi(largest))

    async def rules(request: Request) -> Response:
        return _json(shipped_rules())

    routes = [
        Route("/", home), Route("/docs", docs), Route("/openapi.json", description), Route("/health", health),
        Route("/rules", rules),
        Route("/extract", extract, methods=["POST"]), Route("/annotate", annotate, methods=["POST"]),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(SafeHeaders), Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)],
        exception_handlers={HTTPException: _refused, Exception: _failed},
    )


def serve(nlp: Language, *, host: str, port: int) -> None:
    """Answer requests until interrupted. Off the loopback any host name is answered to. Raises `OSError` where the port is taken."""
    from levees.pipes.build import read

    hosts = LOOPBACK if host in ("127.0.0.1", "localhost", "::1") else ("*",)
    app = make_app(lambda article, trial: read(nlp, article, trial=trial), hosts=hosts)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listener:
        # bound here, since uvicorn would log a taken port and leave; whoever calls says it in a sentence
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        run(app, listener)


def run(app: ASGIApp, listener: socket.socket) -> None:
    """Answer requests on a bound socket until interrupted."""
    import uvicorn

    from levees.view.dawdling import impatient

    config = uvicorn.Config(app, http=impatient(HEAD_PATIENCE), server_header=False, log_level="warning", timeout_keep_alive=10,
                            limit_concurrency=64)
    uvicorn.Server(config).run([listener])


class SafeHeaders:
    """Headers that keep a browser from guessing, framing, storing or running what an answer holds."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *((name, value) for name, value in HEADERS.items() if name not in own)]
            await send(message)

        await self.app(scope, receive, with_headers)


def _released(turn: asyncio.Lock) -> Callable[[asyncio.Task[Any]], None]:
    def done(task: asyncio.Task[Any]) -> None:
        turn.release()
        if not task.cancelled():
            task.exception()  # whoever waited may be gone, and asyncio logs what nobody looked at

    return done


async def _body(request: Request, largest: int, patience: float) -> bytes:
    body = bytearray()
    try:
        async with asyncio.timeout(patience):
            async for chunk in request.stream():
                body += chunk
                if len(body) > largest:
                    raise HTTPException(413, f"there are more than {largest:,} bytes; send less at once")
    except TimeoutError:
        raise HTTPException(408, f"the request was not sent within {patience:g} seconds", {"connection": "close"}) from None
    return bytes(body)


def _sent(body: bytes) -> tuple[Article, str | None]:
    """The article that is sent, and the rules to try on it."""
    from levees.api import as_article

    try:
        row = json.loads(body.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"this is not UTF-8 (byte {error.start})") from None
    except json.JSONDecodeError as error:
        raise HTTPException(400, f"this is not JSON: {error.msg} at character {error.pos}") from None
    except (RecursionError, ValueError):
        raise HTTPException(400, "this is not JSON that can be read: it is nested too deeply, or holds a number that is too long") from None
    try:
        if not isinstance(row, dict):
            raise ValueError("an article is an object with 'text' and, where there are any, 'published', 'title' and 'id'")
        if not isinstance(rules := row.get("rules"), str | None):
            raise TypeError("'rules' must be text: a rule file in YAML")
        return as_article(row), rules
    except (TypeError, ValueError) as error:
        raise HTTPException(422, str(error)) from None


async def _answers(lines: list[bytes], reading: Callable[[Any], Any], largest: int) -> AsyncIterator[str]:
    """One line of JSON for each line that comes, in order: an extraction, or the line's number and what is wrong with it."""
    for n, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            if len(line) > largest:
                raise HTTPException(413, f"the line has more than {largest:,} bytes; send shorter articles")
            answer = await reading(_sent(line))
        except HTTPException as error:
            answer = {"line": n, "error": error.detail}
        except Exception:
            log.exception("an article could not be read")
            answer = {"line": n, "error": "the article could not be read"}
        yield json.dumps(answer, ensure_ascii=False) + "\n"


async def _refused(request: Request, error: Exception) -> Response:
    status, detail = getattr(error, "status_code", 400), getattr(error, "detail", "")
    sentence = {
        404: f"there is nothing at {request.url.path}; /docs tells what there is",
        405: f"{request.url.path} does not answer to {request.method}; /docs tells what it answers to",
    }.get(status, detail)
    line = {"line": error.line} if isinstance(error, Refused) else {}
    return JSONResponse({"error": sentence} | line, status, headers=getattr(error, "headers", None))


async def _failed(request: Request, error: Exception) -> Response:
    log.error("a request failed", exc_info=error)
    return JSONResponse({"error": "the article could not be read"}, 500)


def _clip(sentence: str) -> str:
    return sentence if len(sentence) <= SENTENCE else sentence[:SENTENCE].rstrip() + "…"


def _json(data: Any) -> Response:
    return Response(json.dumps(data, ensure_ascii=False), media_type="application/json")
