"""What every page of the book keeps to, read from its source."""

import re
import statistics
import subprocess
import sys

import pytest

from tests.book.pages import BOOK, ROOT, cells, chapter_names, page_names, prose, source

SENTENCE_ENDS_WITHIN = re.compile(r"[a-z0-9)$*`}][.!?][)*\"”]*\s+[A-Z$*`{\[]")
NUMBERED = re.compile(r"^\*\*\d+\.\*\* ")
ABBREVIATION = re.compile(r"\b(e\.g|i\.e|et al|cf|vs|Fig|Eq|St|Mt)\.$")
TYPED_DECIMAL = re.compile(r"\d+\.\d+")
NOT_COMPUTED = re.compile(r"(section|sections|licence CC BY|chapter) [\d.]+(?:,? and [\d.]+)?")
MARKED_UP = re.compile(r"`[^`]*`|\$[^$]*\$|\]\([^)]*\)")


def test_every_page_is_in_the_table_of_contents():
    on_disk = {p.relative_to(ROOT).with_suffix("").as_posix() for p in BOOK.rglob("*.md")}
    assert on_disk == set(page_names())


def test_sources_carry_no_outputs():
    assert not list(BOOK.rglob("*.ipynb"))


@pytest.mark.parametrize("page", page_names())
def test_one_sentence_is_one_line(page):
    lines = prose(page)
    for (number, text), (_, following) in zip(lines, [*lines[1:], (0, "")], strict=True):
        inside = SENTENCE_ENDS_WITHIN.search(MARKED_UP.sub("x", NUMBERED.sub("", text)))
        assert not inside, f"{page}.md:{number} holds two sentences: {text}"
        starts_anew = re.match(r"[-*:]|\d+\.|\*\*", following)
        if text and following and not starts_anew and number > 1:
            done = re.search(r"[.!?:;][)*_\"”]*$", text) or ABBREVIATION.search(text)
            is_term = following != following.lstrip() or page.endswith("glossary")
            assert done or is_term, f"{page}.md:{number} breaks a sentence: {text}"


@pytest.mark.parametrize("page", page_names())
def test_cells_are_short_and_define_nothing(page):
    for cell in cells(page):
        where = f"{page}.md:{cell.line}"
        assert len(cell.code) <= 15, f"{where} has {len(cell.code)} lines"
        assert not [c for c in cell.code if re.match(r"\s*(def|class|async) |.*\blambda\b", c)], (
            where
        )
        shown = "remove-cell" not in cell.tags
        assert not shown or max(map(len, cell.code)) <= 84, f"{where} is wider than the page"


@pytest.mark.parametrize("page", [page for page in page_names() if cells(page)])
def test_half_of_the_cells_have_five_lines_at_most(page):
    shown = [len(cell.code) for cell in cells(page) if "remove-cell" not in cell.tags]
    assert statistics.median(shown) <= 5


@pytest.mark.parametrize("page", page_names())
def test_figures_are_captioned_labelled_folded_and_drawn_by_the_library(page):
    for cell in cells(page):
        code = "\n".join(cell.code)
        if "plots." in code:
            where = f"{page}.md:{cell.line}"
            assert cell.figure.get("caption"), f"{where} has no caption"
            assert cell.figure.get("name", "").startswith("fig-"), f"{where} has no label"
            assert {"hide-input", "remove-input"} & set(cell.tags), f"{where} shows its code"
            assert len(re.findall(r"\bplots\.\w+\(", code)) == 1, f"{where} draws more than once"
            assert code.endswith(";"), f"{where} must end with ; to show the figure only"


@pytest.mark.parametrize("page", page_names())
def test_computed_numbers_are_inserted_not_typed(page):
    for number, text in prose(page):
        plain = NOT_COMPUTED.sub("", MARKED_UP.sub("", text))
        assert not TYPED_DECIMAL.search(plain), f"{page}.md:{number} has a typed decimal: {text}"


@pytest.mark.parametrize("page", chapter_names())
def test_chapters_have_the_same_parts(page):
    text = "\n".join(source(page))
    parts = ["What you will be able to do", "## A picture first", "## The idea in words"]
    parts += ["## A common mistake", "## Check yourself", "## Further reading"]
    places = [text.find(part) for part in parts]
    assert -1 not in places, f"{page} lacks {parts[places.index(-1)]}"
    assert places == sorted(places), f"the parts of {page} are out of order"
    assert text.count("{dropdown} Answer") >= 3
    assert text.count("{dropdown} The proof, checked by machine") >= 1
    assert re.search(r"^```\{interactive\} \w+$", text, re.M)
    assert "{cite" in text[places[-1] :]


@pytest.mark.parametrize("page", chapter_names())
def test_chapters_are_two_to_four_thousand_words(page):
    words = sum(len(re.findall(r"[^\W\d_]{2,}|\b[aAI]\b", text)) for _, text in prose(page))
    assert 2000 <= words <= 4000, f"{page} has {words} words"


def test_all_works_in_the_bibliography_are_cited_once_and_can_be_found():
    bibliography = (BOOK / "references.bib").read_text(encoding="utf-8")
    entries = dict(re.findall(r"^@\w+\{(\w+),(.*?)^\}", bibliography, re.M | re.S))
    assert len(entries) == len(re.findall(r"^@", bibliography, re.M)), "an entry is there twice"
    pages = "\n".join("\n".join(source(page)) for page in page_names())
    cited = set(",".join(re.findall(r"\{cite:\w+\}`([^`]+)`", pages)).split(","))
    assert cited == set(entries)
    for key, fields in entries.items():
        assert re.search(r"^  (doi|publisher|url|journal) ", fields, re.M), f"{key} cannot be found"


def test_spelling():
    run = subprocess.run(
        [sys.executable, "-m", "codespell_lib", str(BOOK)], capture_output=True, text=True, cwd=ROOT
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_script_of_all_figures_stays_small_and_alone():
    script = (BOOK / "_static" / "figures.js").read_text(encoding="utf-8")
    assert len(script.encode()) <= 30 * 1024
    assert not re.search(r"\bimport\b|\brequire\(|\bfetch\(|eval\(|innerHTML", script)
    assert re.findall(r"https?://[^\"' ]+", script) == ["http://www.w3.org/2000/svg"]
