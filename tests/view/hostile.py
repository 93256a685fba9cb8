"""Hostile requests over a real socket: malformed heads and bodies, wrong lengths, half sent, pipelined, cut off."""

from __future__ import annotations

import json
import random
import socket
from collections.abc import Callable

SEEDS = (
    json.dumps({"text": "Alba lève 12 M€.", "published": "2024-05-14", "id": "a"}).encode(),
    json.dumps({"text": "Alba.", "rules": "family: mine\nrules:\n- {name: x, event: Ipo, trigger: {words: [a]}, slots: {}}"}).encode(),
    b'{"text": "panne"}\n{"text": "x"}\n[', b"\xff\xfe\x00", b"[" * 5000, b'{"text": "\\ud800", "rules": "' + b"[" * 19_000 + b'"}', b"",
)
PATHS = ("/extract", "/annotate", "/", "/docs", "/rules", "/health", "/..%2f..%2fetc/passwd", "/%00", "//", "*",
         "/" + "a" * 5000, "/\xe9?x=%ff")
VERBS = ("POST", "POST", "POST", "GET", "PUT", "OPTIONS", "BREW", "post", "\x00", "CONNECT")
KINDS = ("application/json", "text/plain; charset=utf-16", "multipart/form-data; boundary=", "\t;;", "application/x-www-form-urlencoded")


def requests(count: int, seed: int) -> list[Callable[[socket.socket], None]]:
    """So many ways to send something wrong, each a function of a connected socket; the same seed gives the same."""
    return [_request(random.Random(f"{seed}-{n}")) for n in range(count)]


def _request(chance: random.Random) -> Callable[[socket.socket], None]:
    body = bytearray(chance.choice(SEEDS) * chance.choice((1, 1, 1, 3, 40)))
    for _ in range(chance.randrange(6) if body else 0):
        body[chance.randrange(len(body))] = chance.randrange(256)
    length = chance.choice([str(len(body))] * 6 + ["0", "-1", "99999999999999999999", "x", str(len(body) // 2), str(len(body) + 7), "1, 2"])
    host = chance.choice(["127.0.0.1"] * 6 + ["evil.example", "", "127.0.0.1:99999", "[::", "a" * 300])
    head = [f"{chance.choice(VERBS)} {chance.choice(PATHS)} HTTP/{chance.choice(('1.1', '1.1', '1.1', '1.0', '9.9', ''))}",
            f"Host: {host}", f"Content-Type: {chance.choice(KINDS)}"]
    way = chance.choice(("whole", "whole", "whole", "chunked", "half", "drip", "pipelined", "many heads", "noise", "continue", "both"))
    if way == "chunked" or way == "both":
        head.append("Transfer-Encoding: chunked")
        step = chance.choice((1, 100, 4096))
        parts = [bytes(body[n:n + step]) for n in range(0, min(len(body), step * 40), step)]
        chunked = b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in parts)
        body = bytearray(chunked + chance.choice((b"0\r\n\r\n", b"zz\r\n", b"ffffffffffff\r\n", b"")))
    if way != "chunked":
        head.append(f"Content-Length: {length}")
    if way == "many heads":
        head += [f"X-{n}: {'y' * chance.choice((1, 500))}" for n in range(chance.choice((90, 400)))]
    if way == "continue":
        head.append("Expect: 100-continue")
    head.append(chance.choice(("Connection: close", "Connection: keep-alive", "Connection: upgrade\r\nUpgrade: websocket", "Origin: http://evil.example")))
    whole = "\r\n".join(head).encode("latin-1", "replace") + chance.choice((b"\r\n\r\n",) * 5 + (b"\n\n", b"\r\n")) + bytes(body)
    if way == "noise":
        whole = chance.randbytes(chance.randrange(1, 3000))
    if way == "pipelined":
        whole *= chance.randrange(2, 6)
    if way == "half":
        whole = whole[: chance.randrange(1, len(whole))]

    def send(connection: socket.socket) -> None:
        if way == "drip":
            for n in range(0, min(len(whole), 60), 3):
                connection.sendall(whole[n:n + 3])
            connection.sendall(whole[60:])
        else:
            connection.sendall(whole)

    return send


def answer(address: tuple[str, int], send: Callable[[socket.socket], None], patience: float) -> bytes:
    """What the server says to one of them before it, or whoever sends, gives up."""
    got = bytearray()
    with socket.create_connection(address, timeout=patience) as connection:
        try:
            send(connection)
            connection.shutdown(socket.SHUT_WR)
            while part := connection.recv(65536):
                got += part
        except OSError:
            pass  # closed in the middle of it, or nothing more came
    return bytes(got)
