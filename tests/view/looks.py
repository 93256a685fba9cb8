"""What a page must hold to be seen and used by everyone: contrast, labels, structure, keyboard."""

from __future__ import annotations

from typing import Any

import pytest

# whatever can be clicked and is not switched off, hidden, or within something closed
_CONTROLS = """() => [...document.querySelectorAll('button, a[href], input, select, textarea, summary, [role=button], [tabindex="0"]')]
    .filter((n) => !n.disabled && n.tabIndex >= 0 && n.checkVisibility({ visibilityProperty: true }))"""
_NAME = "(n) => `${n.localName}.${n.className} ${(n.getAttribute('aria-label') ?? n.textContent).slice(0, 30)}`"


def assert_sound(tab: Any) -> None:
    """axe-core finds nothing against the page (contrast, labels, roles, order of headings), and it does not scroll sideways."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe-playwright-python; it comes with levees[dev]")
    found = axe.Axe().run(tab)
    assert found.violations_count == 0, found.generate_report()
    assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def keyboard_reaches(tab: Any) -> list[str]:
    """The controls in sight that Tab does not come to, or that show no focus ring when it does."""
    total = tab.evaluate(f"() => {{ window.missed = new Set(({_CONTROLS})()); document.activeElement.blur(); return window.missed.size; }}")
    assert total > 0
    tab.evaluate("document.body.tabIndex = -1; document.body.focus()")
    for _ in range(total + 10):
        tab.keyboard.press("Tab")
        tab.evaluate("""() => {
            const n = document.activeElement, ring = (x) => getComputedStyle(x).outlineStyle !== 'none';
            if (ring(n) || ring(n.parentElement)) window.missed.delete(n);
        }""")
    return list(tab.evaluate(f"[...window.missed].map({_NAME})"))
