"""The playground in a browser: an article is read as it is written, a rule is tried beside it, and all of it can be used by everyone."""

from __future__ import annotations

import threading
import time

import pytest

pytest.importorskip("starlette", reason="starlette is not installed; it comes with levees[serve]")
from levees.schema import Extraction  # noqa: E402
from levees.view.serve import make_app  # noqa: E402
from tests.view.looks import assert_sound, keyboard_reaches  # noqa: E402
from tests.view.samples import round_of  # noqa: E402

RULE = "family: mine\nrules:\n- {name: x, event: Ipo, trigger: {words: [clochette]}, slots: {company: {kinds: [company], find: [before]}}}"


def found(article, trial):
    """What an article gives, as if: a trial alters the round, adds a listing and takes the stake away."""
    if not article.text.startswith("🚀"):
        return Extraction(text=article.text)
    plain = round_of(article.text.split()[1])
    if trial is None:
        return plain
    first, stake = plain.to_dict()["events"]
    listing = {"type": "Ipo", "company": stake["company"], "rule": "mine.x", "confidence": 1.0}
    return Extraction.model_validate(plain.to_dict() | {"events": [first | {"status": "planned"}, listing]})


@pytest.fixture(scope="module")
def address():
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(make_app(found), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def open_at(browser, address):
    """Open the playground; what the page complains of fails the test, but for the refusals that the test asks for."""
    tabs, faults = [], []

    def go(**kinds):
        tab = browser.new_page(**({"viewport": {"width": 1440, "height": 900}} | kinds))
        tabs.append(tab)
        tab.on("pageerror", lambda error: faults.append(str(error)))
        tab.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
        tab.goto(address)
        tab.get_by_text("Aucun événement dans cet article.").wait_for()
        tab.locator(".writing textarea").fill(round_of("Brume").text)
        tab.locator(".card", has_text="Brume").first.wait_for()
        return tab

    yield go
    for tab in tabs:
        tab.close()
    assert [fault for fault in faults if not any(known in fault for known in ("favicon", "404", "422"))] == []


def try_rule(tab, text=RULE):
    tab.get_by_role("button", name="Essayer une règle").click()
    tab.locator(".changes .added").wait_for()
    with tab.expect_response("**/extract"):
        tab.locator(".ruling textarea").fill(text)
    tab.locator(".changes .added").wait_for()


def test_an_article_is_read_as_it_is_written(open_at):
    tab = open_at()
    assert tab.locator("#text").text_content() == round_of("Brume").text
    tab.locator("select").first.select_option("en")
    tab.get_by_text("2 events", exact=True).wait_for()


def test_what_a_rule_changes_is_told(open_at):
    tab = open_at()
    try_rule(tab)
    assert [tag.split()[0] for tag in tab.locator(".changes .tag").all_text_contents()] == ["ajouté", "modifié", "disparu"]
    assert tab.locator(".changes dl").text_content() == "Étatréalisé → prévu"
    assert tab.locator(".card .tag").all_text_contents() == ["modifié", "ajouté"]
    tab.locator(".changes button").first.click()
    assert tab.locator(".card[aria-current=true]").text_content().startswith("Introduction en Bourse")
    tab.get_by_role("button", name="Fermer").click()
    tab.locator(".card", has_text="Participation").wait_for()
    assert tab.locator(".tag").count() == 0


def test_an_error_stands_at_its_line(open_at):
    tab = open_at()
    try_rule(tab)
    tab.locator(".ruling textarea").fill(RULE.replace("trigger", "trigge"))
    tab.locator(".fault button").wait_for()
    assert "line 3: unknown key 'trigge'; did you mean trigger?" in tab.locator(".fault").text_content()
    assert tab.locator(".gutter .wrong").all_text_contents() == ["3"] and tab.locator(".changes li").count() == 0
    assert tab.locator(".ruling textarea").get_attribute("aria-invalid") == "true"
    tab.locator(".fault button").click()
    assert "trigge:" in tab.evaluate("(a => a.value.slice(a.selectionStart, a.selectionEnd))(document.activeElement)")


def test_a_shipped_rule_can_be_chosen_or_come_from_a_card(open_at):
    tab = open_at()
    tab.locator(".card summary").first.click()
    tab.get_by_role("button", name="Modifier cette règle").click()
    area = tab.locator(".ruling textarea")
    assert "family: funding" in area.input_value() and "name: raise\n" in area.input_value()
    tab.get_by_label("Partir de").select_option("valuation.valued")
    assert area.input_value().startswith("family: valuation")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_it_can_be_seen_and_used_by_everyone(open_at, scheme, width):
    tab = open_at(color_scheme=scheme, viewport={"width": width, "height": 900})
    assert_sound(tab)
    try_rule(tab)
    assert_sound(tab)
    tab.locator(".ruling textarea").fill("[")
    tab.locator(".fault button").wait_for()
    assert_sound(tab)


def test_every_control_is_reached_by_tab(open_at):
    tab = open_at()
    try_rule(tab)
    assert keyboard_reaches(tab) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_the_interface_is_sound(browser, address, scheme):
    tab = browser.new_page(color_scheme=scheme)
    tab.goto(f"{address}/docs")
    assert_sound(tab)
    tab.close()
