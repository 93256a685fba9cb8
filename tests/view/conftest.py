"""A headless Chromium; the tests that need it say why they are skipped where there is none."""

from __future__ import annotations

import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed; it comes with levees[dev]")
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no Chromium was found; on Debian: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        # Chromium refuses its own sandbox to the super-user; only pages of our own are opened
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        yield started
        started.close()


@pytest.fixture
def visit(browser, tmp_path):
    """Open a page from disk; whatever it complains of, or asks of the network, fails the test."""
    contexts, faults = [], []

    def go(html: str, **kinds):
        (tmp_path / "page.html").write_text(html, encoding="utf-8")
        context = browser.new_context(viewport={"width": 1440, "height": 900}, **kinds)
        contexts.append(context)
        tab = context.new_page()
        tab.on("pageerror", lambda error: faults.append(str(error)))
        tab.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
        tab.on("request", lambda request: None if request.url.startswith(("file:", "blob:")) else faults.append(request.url))
        tab.goto((tmp_path / "page.html").as_uri())
        return tab

    yield go
    for context in contexts:
        context.close()
    assert faults == []
