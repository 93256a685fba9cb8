"""The page in a browser: what lights up what, filters, keyboard, table, size, contrast and labels."""

from __future__ import annotations

import pytest

from levees.schema import Extraction
from levees.view.page import page
from tests.view.looks import assert_sound, keyboard_reaches
from tests.view.samples import round_of
from tests.view.test_page import HOSTILE

LIT = "[...document.querySelectorAll('#text .lit')].map(n => n.textContent)"


def several(n: int):
    return [round_of(f"Firme{i}", 1 + i % 90, n=i) for i in range(n)]


def test_nothing_that_is_injected_runs(visit):
    hostile = "".join(HOSTILE)
    company = {"name": hostile, "text": hostile, "start": 0, "end": len(hostile)}
    event = {"type": "FundingRound", "source": hostile, "rule": hostile, "company": company,
             "investors": [{"name": hostile, "text": hostile}], "amount": {"text": hostile, "amount": "1", "currency": "EUR"},
             "grounds": {hostile: {"text": hostile, "strategy": hostile}}}
    events = [event, {"type": "Own", hostile: hostile}]
    articles = [Extraction.model_validate({"id": f"{hostile}{n}", "text": hostile, "events": events}) for n in range(2)]
    tab = visit(page(articles, title=hostile))
    tab.locator("details").evaluate_all("all => all.forEach(d => { d.open = true })")
    for field in tab.locator(".slot").all():
        field.hover()
    assert tab.evaluate("window.pwned") is None
    assert tab.locator("img, iframe, body script:not(body > script)").count() == 0
    assert tab.locator("#text").text_content() == hostile


def test_a_slot_lights_its_words_and_words_light_their_slot(visit):
    tab = visit(page([round_of()]))
    assert tab.locator("#text").text_content() == round_of().text
    tab.get_by_role("button", name="12 M€ « 12 M€ »").or_(tab.locator(".card .slot", has_text="12 M€").first).first.hover()
    assert tab.evaluate(LIT) == ["12 M€"]
    tab.locator(".card .slot", has_text="Partech").first.focus()
    assert tab.evaluate(LIT) == ["Partech"]
    tab.locator("#text .money").hover()
    assert [s.strip() for s in tab.locator(".slot.lit").all_text_contents()][0].startswith("12")
    tab.locator("#text .party", has_text="Partech").click()
    assert tab.locator(".card[aria-current=true]").count() == 1


def test_the_evidence_of_any_slot_is_one_click_away_and_cues_two(visit):
    tab = visit(page([round_of()], lang="en"))
    tab.locator(".card").first.locator(".slot", has_text="2024-05").click()
    assert tab.evaluate(LIT) == ["mai 2024"]
    assert "".join(tab.locator("#text .evidence").all_text_contents()).endswith("selon Les Échos.")
    tab.get_by_text("Why?").first.click()
    tab.locator(".why .slot", has_text="selon").click()
    assert tab.evaluate(LIT) == ["selon"]


def test_filters_search_and_reset(visit):
    tab = visit(page(several(30)))
    count = tab.locator(".toolbar .count")
    assert "30 articles · 60 événements" in count.text_content()
    tab.locator(".chip", has_text="démenti").click()
    assert "30 articles · 30 événements" in count.text_content()
    assert tab.locator(".card").count() == 1 and "1 événement masqué par les filtres." in tab.locator(".cards").text_content()
    tab.locator(".toolbar input[type=search]").fill("FIRME7")
    tab.locator(".toolbar .count", has_text="1 article ").wait_for()
    tab.locator(".toolbar .small").click()
    assert "60 événements" in count.text_content()
    tab.locator("input[type=range]").fill("0.5")
    assert "30 événements" in count.text_content()


def test_the_keyboard_is_enough(visit):
    tab = visit(page(several(5), lang="en"))
    tab.keyboard.press("j")
    assert "Firme1" in tab.locator("#text").text_content()
    tab.keyboard.press("n")
    assert tab.locator(".card[aria-current=true]").count() == 1 and tab.evaluate("document.activeElement.className").startswith("card")
    tab.keyboard.press("/")
    assert tab.evaluate("document.activeElement.type") == "search"
    tab.keyboard.press("Escape")
    tab.keyboard.press("?")
    assert tab.locator("dialog[open]").count() == 1
    tab.keyboard.press("Escape")
    assert tab.locator("dialog[open]").count() == 0
    mark = tab.locator("#text .m[tabindex]").first
    mark.focus()
    tab.keyboard.press("Enter")
    assert tab.locator(".card[aria-current=true]").count() == 1


def test_the_table_sorts_and_exports(visit):
    articles = [round_of("Brume", 3, n=0), round_of("Alba", 40, n=1), round_of("=2+2", 7, n=2)]
    tab = visit(page(articles, lang="en"))
    tab.locator(".rows > summary").click()
    tab.locator("th button", has_text="Amount").click()
    assert tab.locator("th[aria-sort=descending]").text_content().startswith("Amount")
    assert tab.locator(".rows tbody tr").first.locator("td").nth(2).text_content() == "Alba"
    tab.locator("th button", has_text="Amount").click()
    assert tab.locator(".rows tbody tr").first.locator("td").nth(2).text_content() == "Brume"
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Export CSV").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("article,published,event,type") and len(lines) == 7
    assert any(",'=2+2," in line for line in lines)


def test_two_thousand_articles_make_a_small_page(visit):
    tab = visit(page(several(2000)))
    assert "2 000 articles" in tab.locator(".top").text_content().replace("\u202f", " ")
    assert tab.evaluate("document.querySelectorAll('*').length") < 6000
    tab.locator(".list").evaluate("list => { list.scrollIntoView(); list.scrollTo(0, 1e6) }")
    tab.locator(".list li button").nth(60).wait_for(state="attached")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_contrast_labels_and_structure_pass(visit, scheme, width):
    tab = visit(page(several(3)), color_scheme=scheme)
    tab.set_viewport_size({"width": width, "height": 900})
    tab.locator("details").evaluate_all("all => all.forEach(d => { d.open = true })")
    tab.keyboard.press("n")
    assert_sound(tab)


def test_every_control_is_reached_by_tab(visit):
    tab = visit(page(several(3)))
    tab.locator("details").evaluate_all("all => all.forEach(d => { d.open = true })")
    assert keyboard_reaches(tab) == []


def test_whatever_has_a_place_in_the_text_is_shown_within_two_clicks(visit):
    tab = visit(page([round_of()]))
    placed = ["Alba", "12 M€", "Partech", "mai 2024", "lève", "selon"]  # slots, trigger, cue
    card = tab.locator(".card").first
    for words in placed:
        tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = false })")
        field = card.locator(".slot", has_text=words).first
        if not field.is_visible():
            card.locator("summary").click()
        field.click()
        assert tab.evaluate(LIT) == [words] and tab.locator("#text .evidence").count() > 0


def test_it_prints_without_its_controls(visit):
    tab = visit(page(several(2)))
    tab.locator("select").nth(1).select_option("dark")
    tab.emulate_media(media="print")
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not tab.locator(".toolbar").is_visible() and tab.locator(".card").first.is_visible() and tab.locator("#text").is_visible()
