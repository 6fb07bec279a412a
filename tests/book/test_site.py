"""The built pages, read as HTML: links, pictures, equations, and what they would load."""

import re
from functools import cache
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.book.pages import cells, chapter_names, page_names
from tests.book.site import built_site

pytestmark = pytest.mark.book
LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "object": "data"}


@cache
def html(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


@cache
def anchors(path):
    return {tag["id"] for tag in html(path).find_all(id=True)}


def page(name):
    return built_site() / f"{name}.html"


@pytest.mark.parametrize("name", page_names())
def test_every_internal_link_leads_somewhere(name):
    for link in html(page(name)).find_all("a", href=True):
        address, anchor = urldefrag(link["href"])
        if urlsplit(address).scheme:
            continue
        target = (page(name).parent / unquote(address)).resolve() if address else page(name)
        assert target.is_file(), f"{name} links to {address}, which is not there"
        if anchor and target.suffix == ".html":
            assert unquote(anchor) in anchors(target), f"{name} links to {address}#{anchor}"


@pytest.mark.parametrize("name", page_names())
def test_nothing_is_loaded_from_another_host(name):
    for tag, attribute in LOADED.items():
        for element in html(page(name)).find_all(tag):
            assert not urlsplit(element.get(attribute, "")).netloc, element
    for link in html(page(name)).find_all("link", href=True):
        assert not urlsplit(link["href"]).netloc, link
    assert "thebe" not in page(name).read_text(encoding="utf-8").lower()


def test_style_sheets_load_nothing_from_another_host(site):
    for sheet in site.rglob("*.css"):
        for address in re.findall(r"url\(([^)]+)\)", sheet.read_text(encoding="utf-8")):
            assert not re.match(r"[\"']?(https?:)?//", address), f"{sheet.name}: {address}"


@pytest.mark.parametrize("name", page_names())
def test_every_picture_says_what_it_shows(name):
    for picture in html(page(name)).select("img:not(.logo__image)"):  # the logo's text is beside it
        assert picture.get("alt", "").strip(), picture
    for drawing in html(page(name)).select(".cell figure img, .cell_output img"):
        alt = drawing["alt"]
        assert len(alt) > 60, alt
        assert re.search(r"\d", alt), f"not made from the data: {alt}"
        assert drawing["src"].endswith(".svg")


@pytest.mark.parametrize("name", chapter_names())
def test_figures_and_equations_are_numbered(name):
    labels = [cell.figure["name"] for cell in cells(name) if cell.figure]
    figures = {figure["id"]: figure for figure in html(page(name)).find_all("figure", id=True)}
    for label in labels:
        caption = figures[label].find("figcaption")
        assert re.match(r"Fig\. \d+\.\d+ ", caption.get_text().strip()), caption
    numbers = [tag.get_text() for tag in html(page(name)).select(".eqno")]
    assert numbers
    assert all(re.match(r"\(\d+\.\d+\)", number) for number in numbers)


@pytest.mark.parametrize("name", chapter_names())
def test_the_proofs_are_on_the_page(name):
    proofs = html(page(name)).select("details.hb-proof .derivation")
    assert proofs
    assert all(proof.select(".math") for proof in proofs)


def test_alt_texts_come_from_the_plots_own_description(site):
    from hbtutor import NormalNormal, datasets, full_bayes, plots

    schools = datasets.load("eight_schools").set_axis(list("ABCDEFGH"))
    fit = full_bayes(NormalNormal, schools.effect, sigma2=schools.std_error**2)
    expected = plots.shrinkage.describe(
        schools.effect, fit.theta, quantity="effect of coaching (points)"
    )
    picture = html(site / "book" / "index.html").select_one("#fig-cover img")
    assert picture["alt"] == expected


def test_the_notation_page_lists_every_symbol(site):
    from hbtutor import notation

    table = html(site / "book" / "notation.html").select_one("table.hb-notation")
    codes = [code.get_text() for code in table.select("tbody code")]
    assert codes == [record.name for record in notation.TABLE]


def test_only_the_parts_of_mathjax_that_pages_use_are_in_the_site(site):
    folder = site / "_static" / "mathjax"
    assert (folder / "startup.js").is_file()
    assert list(folder.rglob("*.woff"))
    assert sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) < 3e6


def test_the_front_door_leads_to_the_first_page(site):
    assert "book/index.html" in (site / "index.html").read_text(encoding="utf-8")
