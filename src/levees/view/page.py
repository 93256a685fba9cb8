"""One self-contained HTML page for one extraction or many.

The page carries its data as JSON in which no character can end a script, and a content security policy that lets only its own
script and style run, by their digests. The script builds the page of text nodes.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from levees.schema import Extraction

LANGUAGES = ("fr", "en")
_HEIGHT = 560  # pixels of a notebook cell
# what could end a script element, begin a comment in it, or break a line of a script
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
_PAGE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="levees">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main id="app"><noscript>{needs_script}</noscript></main>
<script type="application/json" id="data">{data}</script>
<script>{script}</script>
</body>
</html>
"""


def page(extractions: Iterable[Extraction], *, title: str | None = None, lang: str = "fr") -> str:
    """A self-contained HTML page that shows extractions: each article with its events, and an overview where there are several.

    `lang` is the language of the labels, `fr` or `en`; the page has a switch for it. Raises `ValueError` for another language.

    >>> from levees.schema import Extraction
    >>> html = page([Extraction(id="a", text="Alba lève 12 M€. <script>")], lang="en")
    >>> "<script>Alba" in html, "12 M€. \\\\u003cscript\\\\u003e" in html
    (False, True)
    """
    check_language(lang)
    articles = [extraction.to_dict() for extraction in extractions]
    name = title or (articles[0]["id"] if len(articles) == 1 and articles[0]["id"] else "levees")
    script = bundle("core.js", "article.js", "overview.js", "report.js")
    style = asset("style.css")
    return _PAGE.format(
        lang=lang, title=escape(name), style=style, script=script, policy=policy(script, style),
        needs_script=escape(labels()[lang]["ui"]["needsScript"]), data=as_script({"articles": articles, "title": name, "lang": lang}),
    )


def frame(extraction: Extraction, *, lang: str = "fr") -> str:
    """The page of one extraction in a sandboxed frame, as notebooks show it beside other output."""
    return (
        f'<iframe sandbox="allow-scripts allow-downloads" title="levees" width="100%" height="{_HEIGHT}" style="border:0" '
        f'srcdoc="{escape(page([extraction], lang=lang))}"></iframe>'
    )


@cache
def playground() -> tuple[str, str]:
    """The page of `levees serve`, and the content security policy that it needs."""
    script, style = bundle("core.js", "article.js", "changes.js", "editor.js", "playground.js"), asset("style.css")
    rules = policy(script, style, connect=True)
    return _PAGE.format(lang="fr", title="levees", style=style, script=script, policy=rules, data="null",
                        needs_script=escape(labels()["fr"]["ui"]["needsScript"])), rules


def check_language(lang: str) -> None:
    """Raise `ValueError` where there are no labels in a language."""
    if lang not in LANGUAGES:
        raise ValueError(f"lang is {lang!r}; labels are there in {' and '.join(LANGUAGES)}")


@cache
def asset(name: str) -> str:
    """The text of a file that pages are made of."""
    return files("levees.view").joinpath("assets", name).read_text(encoding="utf-8")


@cache
def labels() -> dict[str, Any]:
    """The labels of pages and plots, by language; what is not listed is shown by its own name."""
    return dict(json.loads(asset("labels.json")))


@cache
def bundle(*names: str) -> str:
    """Scripts as one that leaves no name behind, with the labels."""
    return f"(() => {{\n'use strict';\nconst LABELS = {as_script(labels())};\n{''.join(map(asset, names))}}})();\n"


def as_script(value: Any) -> str:
    """A value as JSON that can stand in a script element, whatever it holds."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def policy(script: str | None, style: str, *, connect: bool = False) -> str:
    """A content security policy: this script and this style run, nothing else does; only with `connect` is its own server asked."""
    parts = [f"script-src '{digest(script)}'"] if script else []
    parts += [f"style-src '{digest(style)}'", *(["connect-src 'self'"] if connect else []), "base-uri 'none'", "form-action 'none'"]
    return "; ".join(["default-src 'none'", *parts])


def digest(text: str) -> str:
    """What a content security policy calls an inline script or style by."""
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()
