"""Every page in a real browser: light and dark, desk and phone."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.book.pages import page_names
from tests.book.site import built_site

pytestmark = pytest.mark.browser
LOOKS = {
    "light": {},
    "dark": {"dark": True},
    "phone": {"phone": True},
    "dark phone": {"dark": True, "phone": True},
}
PAGES = [*page_names(), "search", "genindex"]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPEN_ALL = "() => document.querySelectorAll('.bd-article details').forEach((d) => (d.open = true))"
UNRENDERED = """() => [...document.querySelectorAll('.math')]
    .filter((m) => !m.querySelector('mjx-container')).map((m) => m.textContent)"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
UNDESCRIBED = """() => [...document.querySelectorAll('img:not(.logo__image), svg[role=img]')]
    .filter((p) => !(p.getAttribute('alt') || p.getAttribute('aria-label')))
    .map((p) => p.outerHTML)"""


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_quiet_readable_and_accessible(visit, name, look):
    visited = visit(name, **LOOKS[look])
    page = visited.page
    assert page.evaluate("document.documentElement.dataset.theme") == (
        "dark" if "dark" in look else "light"
    )
    page.evaluate(OPEN_ALL)
    page.wait_for_timeout(150)  # the theme fades from one state to the next

    assert page.evaluate(UNRENDERED) == []
    assert page.locator("mjx-merror").count() == 0
    assert page.evaluate(TOO_WIDE) <= 0, "the page scrolls sideways"
    assert page.evaluate(UNDESCRIBED) == []
    assert visited.foreign == [], "a request to another host"
    assert visited.complaints == []
    # Last, since axe itself fetches style sheets, some by a wrong address.
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response
    violations = [
        (v["id"], [node["target"] for node in v["nodes"]][:5], v["nodes"][0]["failureSummary"])
        for v in found["violations"]
    ]
    assert violations == [], json.dumps(violations, indent=1)


def test_the_theme_can_be_switched_by_the_reader(visit):
    page = visit("book/principles/shrinkage").page
    paper = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(paper)
    for _ in range(3):  # auto, light, dark
        page.locator("button.theme-switch-button:visible").first.click()
        if page.evaluate("document.documentElement.dataset.theme") == "dark":
            break
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate(paper) != before


def test_a_page_works_from_the_file_system(visit):
    base = f"file://{built_site()}"
    visited = visit("book/principles/shrinkage", base=base)
    assert visited.page.evaluate(UNRENDERED) == []
    assert visited.page.locator(".hb-figure svg").count() == 1
    fonts = (
        "[...document.fonts].some((f) => f.family.startsWith('MJXTEX') && f.status === 'loaded')"
    )
    assert visited.page.evaluate(fonts)
    assert visited.foreign == []


def test_search_finds_a_word_without_another_host(visit):
    visited = visit("search")
    visited.page.goto(visited.page.url + "?q=exchangeability")
    visited.page.wait_for_selector("#search-results ul.search li a")
    assert visited.page.locator("#search-results li a").count() >= 1
    assert visited.foreign == []


def test_a_page_can_be_read_without_javascript(visit):
    page = visit("book/principles/shrinkage", javascript=False).page
    assert page.locator("#fig-mechanism img").is_visible()
    assert page.locator(".hb-figure").is_hidden()
    assert page.locator("article h1").inner_text().startswith("2. The mechanism of shrinkage")


def test_print_shows_the_static_picture(visit):
    page = visit("book/principles/shrinkage").page
    assert page.locator("#fig-mechanism img").is_hidden()
    page.emulate_media(media="print")
    assert page.locator("#fig-mechanism img").is_visible()
    assert page.locator("#fig-mechanism .hb-figure").is_hidden()
