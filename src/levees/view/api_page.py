"""What the playground's interface says of itself: OpenAPI, and a page of it that needs nothing from elsewhere."""

from __future__ import annotations

import json
from functools import cache
from html import escape
from typing import Any

from levees import __version__
from levees.rules.load import load_rules
from levees.rules.trial import LONGEST, MANY, as_text
from levees.schema import Article, json_schema
from levees.view.page import asset, policy

_RULES = (f"A rule file in YAML, at most {LONGEST:,} characters and {MANY} rules, to try on this article: its rules replace shipped ones "
          "of the same name, and what they read is an event by itself.")
_EXAMPLE = {"text": "La start-up Verdanta a levé 12 millions d'euros auprès de Partech.", "published": "2024-05-16"}


def openapi(largest: int) -> dict[str, Any]:
    """The interface in OpenAPI 3.1; `largest` is the limit of one article in bytes."""
    schemas: dict[str, Any] = {}
    for name, schema in (("Article", Article.model_json_schema()), ("Extraction", json_schema())):
        schemas |= schema.pop("$defs", {}) | {name: schema}
    schemas["Error"] = {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}
    schemas["Error"]["properties"]["line"] = {"type": "integer", "description": "Of the rules, where it lies in them"}
    schemas["Article"]["properties"]["rules"] = {"type": "string", "maxLength": LONGEST, "description": _RULES}
    schemas["Rule"] = {"type": "object", "required": ["name", "event", "text"], "properties": {
        "name": {"type": "string"}, "event": {"type": "string"},
        "text": {"type": "string", "description": "A rule file in YAML that says this rule and no other"}}}
    text = json.dumps(schemas).replace("#/$defs/", "#/components/schemas/")

    def content(name: str, media: str = "application/json") -> dict[str, Any]:
        return {media: {"schema": {"$ref": f"#/components/schemas/{name}"}}}

    wrong = {str(code): {"description": said, "content": content("Error")} for code, said in (
        (400, "Not UTF-8, or not JSON"), (413, f"More than {largest:,} bytes"), (422, "Not an article, or rules that cannot be used"),
        (408, "Not sent in time"), (503, "Not read in time"))}
    article = content("Article")
    article["application/json"]["example"] = _EXAMPLE
    lines = "application/x-ndjson"
    return {
        "openapi": "3.1.0",
        "info": {"title": "levees", "version": __version__, "description": "French financial news as typed, grounded events."},
        "paths": {
            "/extract": {"post": {"summary": "Read one article.", "requestBody": {"required": True, "content": article},
                                  "responses": {"200": {"description": "Its events", "content": content("Extraction")}} | wrong}},
            "/annotate": {"post": {
                "summary": "Read articles, one a line; the answers stream in order.",
                "description": "A line that cannot be read is answered with its number and one sentence, and the others go on.",
                "requestBody": {"required": True, "content": content("Article", lines)},
                "responses": {"200": {"description": "One line for each", "content": content("Extraction", lines)}}}},
            "/rules": {"get": {"summary": "List the shipped rules, each as a text to begin from.", "responses": {"200": {
                "description": "In the order of their families",
                "content": {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Rule"}}}}}}}},
            "/health": {"get": {"summary": "Say that the server is up.", "responses": {"200": {"description": "Up, and which version"}}}},
        },
        "components": {"schemas": json.loads(text)},
    }


@cache
def shipped_rules() -> list[dict[str, str]]:
    """The shipped rules, each with its event type and as a text to begin from."""
    rules = load_rules().rules.values()
    return [{"name": rule.name, "event": rule.event, "text": as_text(rule)} for rule in sorted(rules, key=lambda rule: rule.name)]


@cache
def api_page() -> tuple[str, str]:
    """A page that lists the interface with commands to try, and the content security policy that it needs."""
    rows = []
    for path, verbs in openapi(1)["paths"].items():
        for verb, operation in verbs.items():
            said = f"{operation['summary']} {operation.get('description', '')}".strip()
            sent = f"curl{' --data-binary @article.json' if verb == 'post' else ''} http://127.0.0.1:8000{path}"
            rows.append(f"<h2><code>{verb.upper()} {path}</code></h2><p>{escape(said)}</p><pre><code>{escape(sent)}</code></pre>")
    style = asset("style.css")
    body = "\n".join(rows)
    example = escape(json.dumps(_EXAMPLE, ensure_ascii=False))
    html = (f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            f"<title>levees: interface</title><style>{style}</style></head>\n"
            f'<body><main id="app" class="api"><h1>levees {__version__}: interface</h1>\n'
            f'<p>In full, for other programs: <a href="/openapi.json">openapi.json</a>. '
            f'To try it: <a href="/">the playground</a>.</p>\n'
            f"<p>An article is an object; only <code>text</code> must be there:</p><pre><code>{example}</code></pre>\n"
        f"<p><code>rules</code>: {escape(_RULES)} Errors in them are told with their <code>line</code>.</p>\n"
            f"{body}\n</main></body></html>\n")
    return html, policy(None, style)
