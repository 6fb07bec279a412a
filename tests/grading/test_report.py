"""The report's page: complete, escaped, self-contained, accessible in light and dark."""

import pytest

from hbtutor.grading.report.collect import Assignment, Row, Seen
from hbtutor.grading.report.items import item_analysis
from hbtutor.grading.report.page import histogram, number, render

POINTS = {"noise-test": 1.0, "weight-test": 3.0, "letter": 4.0}


def row(student, *scores, reason="", attention=(), seconds=1.5):
    known = dict(zip(POINTS, scores, strict=True))
    return Row(
        student=student,
        score=sum(score or 0.0 for score in scores),
        scores=known,
        reason=reason,
        attention=attention,
        timestamp="2026-11-17 23:31 UTC",
        late="1.5 hours late" if student == "cleo" else "",
        seconds=seconds,
        isolation="" if seconds is None else "bubblewrap",
    )


@pytest.fixture
def assignment():
    rows = (
        row("ada", 1, 3, None),
        row("bob", 1, 1.5, 4),
        row("cleo", 0, 0, 0, attention=("Cell 4 was stopped after 3 seconds.",)),
        row("<script>alert(1)</script>", 0, 3, 2),
        row("eve", 0, 0, 0, reason="The submitted file is not valid JSON.", seconds=None),
    )
    seen = (Seen("B and 1 - B swapped", ("weight",), "B is the weight on mu.", ("bob", "cleo")),)
    read = [one.scores for one in rows[:4]]
    return Assignment(
        "school", 8.0, POINTS, rows, tuple(item_analysis(POINTS, read)), seen, similar=()
    )


def test_the_page_tells_everything(assignment):
    page = render("A course", [assignment])
    for text in ("ada", "1.5 hours late", "B and 1 - B swapped", "not valid JSON", "bubblewrap"):
        assert text in page
    assert "Cell 4 was stopped" in page


def test_what_cannot_be_read_is_left_out_of_the_statistics(assignment):
    assert len(assignment.counted) == 4
    assert assignment.mean == pytest.approx((4 + 6.5 + 0 + 5) / 4)
    assert assignment.median == pytest.approx(4.5)
    assert sum(count for _, count in histogram(assignment)) == 4
    assert [one.student for one in assignment.for_a_person] == ["cleo", "eve"]


def test_names_are_text_and_nothing_comes_from_elsewhere(assignment):
    page = render("A <b>course</b>", [assignment])
    assert "<script>" not in page
    assert "<b>" not in page
    assert "http" not in page
    assert "src=" not in page


def test_scores_are_written_short():
    assert [number(value) for value in (0.0, 10.0, 1 / 3, None)] == ["0", "10", "0.33", "–"]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible(assignment, tmp_path, chromium, scheme):
    from axe_playwright_python.sync_playwright import Axe

    path = tmp_path / "report.html"
    path.write_text(render("A course", [assignment]), encoding="utf-8")
    page = chromium.new_page(color_scheme=scheme, viewport={"width": 390, "height": 800})
    page.goto(path.as_uri())
    violations = Axe().run(page).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    page.close()
    assert [v["id"] for v in violations] == []
    assert not wide, "the page must not scroll sideways on a phone"
