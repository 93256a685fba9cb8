"""Hostile requests over a socket leave the server answering, quickly, in bounded memory, and telling nothing of its inside."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="starlette is not installed; it comes with levees[serve]")
from tests.view.hostile import answer, requests  # noqa: E402

COUNT = int(os.environ.get("LEVEES_HOSTILE", "200"))  # make fuzz-serve sends 10,000
GROWTH = 150_000  # kilobytes that the server may hold more of afterwards than before
HERE = "|".join(re.escape(f"{p}/") for p in (Path.home(), Path(__file__).parents[2], Path(sys.prefix)))
INSIDE = re.compile(rb'Traceback|File "|\.py\b|site-packages|/srv/inside|/usr/lib|0x[0-9a-f]{8}|' + os.fsencode(HERE))
SERVER = """
import socket
from tests.view.test_serve import read
from levees.view import serve
serve.HEAD_PATIENCE = 1
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
serve.run(serve.make_app(read, largest=100_000, patience=2), listener)
"""


@pytest.fixture
def server():
    root = Path(__file__).parents[2]
    started = subprocess.Popen([sys.executable, "-c", SERVER], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    yield started, ("127.0.0.1", int(started.stdout.readline()))
    started.kill()
    started.wait()


def memory(pid: int) -> int:
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1])


def healthy(address) -> bool:
    sent = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    return b'"status":"ok"' in answer(address, lambda connection: connection.sendall(sent), 30)


def test_hostile_requests_over_a_socket_leave_it_answering(server):
    process, address = server
    assert healthy(address)
    measured = Path("/proc/self/status").exists()
    # what is compiled and cached once is there before memory is first looked at
    warm = [answer(address, send, 5) for send in requests(40, seed=1)]
    before = memory(process.pid) if measured else 0
    with ThreadPoolExecutor(8) as pool:
        said = [*warm, *pool.map(lambda send: answer(address, send, 5), requests(COUNT, seed=2))]
    assert process.poll() is None and healthy(address)
    leaks = [one[:300] for one in said if INSIDE.search(one)]
    assert leaks == []
    statuses = {int(found[1]) if (found := re.match(rb"HTTP/1\.1 (\d{3}) ", one)) else 0 for one in said if one}
    assert {200, 400, 404, 405} <= statuses <= {100, 200, 400, 404, 405, 408, 413, 422, 500, 503}
    assert not measured or memory(process.pid) - before < GROWTH


@pytest.mark.parametrize("begun", [b"", b"POST /extract HT", b"POST /extract HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n{"])
def test_whoever_dawdles_loses_the_place(server, begun):
    _, address = server
    held = [socket.create_connection(address, timeout=30) for _ in range(100)]  # more than are served at once
    for connection in held:
        connection.sendall(begun)
    for connection in held:
        with suppress(ConnectionResetError):
            while connection.recv(65536):
                pass  # until the server closes it
        connection.close()
    assert healthy(address)
