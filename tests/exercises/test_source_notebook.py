"""From one word in the text to nbgrader's metadata, and from a wrong word to a message."""

import pytest

from hbtutor.grading.source_notebook import source_notebook

HEAD = """---
jupyter:
  kernelspec:
    display_name: Python 3 (ipykernel)
    language: python
    name: python3
---

"""


def cells(text):
    return source_notebook(HEAD + text, name="sample").cells


def fenced(words, code="1 + 1"):
    return f"```python {words}\n{code}\n```\n"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ('given="data"', {"grade": False, "solution": False, "locked": True}),
        ('answer="B"', {"grade": False, "solution": True, "locked": False}),
        ('test="B" points=3', {"grade": True, "solution": False, "locked": True, "points": 3}),
    ],
)
def test_roles_of_code_cells(words, expected):
    (cell,) = cells(fenced(words))
    role, name = words.split()[0].split("=")
    grade_id = f"{name.strip(chr(34))}-{role}"
    assert cell.metadata == {
        "nbgrader": {**expected, "grade_id": grade_id, "schema_version": 3, "task": False}
    }
    assert cell.id == grade_id


def test_a_written_answer():
    (cell,) = cells('<!-- #region written="letter" points=4 -->\nWrite.\n<!-- #endregion -->\n')
    meta = cell.metadata.nbgrader
    assert (cell.cell_type, cell.source) == ("markdown", "Write.")
    assert (meta.grade, meta.solution, meta.points, cell.id) == (True, True, 4, "letter-written")


def test_magics_survive():
    (cell,) = cells(fenced('given="setup"', "if True:\n    %pip install x"))
    assert cell.source == "if True:\n    %pip install x"


@pytest.mark.parametrize(
    "words",
    [
        'test="B"',
        'answer="B" points=3',
        "points=3",
        'answer="B" given="B"',
        'anwser="B"',
        'written="letter"',
    ],
)
def test_wrong_words_are_refused_with_the_cell(words):
    with pytest.raises(ValueError, match=r"sample: a cell must be .* begins 'the_answer = 1'"):
        cells(fenced(words, "the_answer = 1"))


def test_plain_cells_are_named_after_what_they_lead_to():
    text = "## The model: $\\mu$\n\nWords.\n\n" + fenced('given="data"') + "\nThe end.\n"
    before = [cell.id for cell in cells(text)]
    assert before == ["data-given-text", "data-given", "the-end-text"]
    after = [cell.id for cell in cells("# New\n\n" + fenced('given="new"') + "\n" + text)]
    assert after == ["new-given-text", "new-given", *before]
    reworded = [cell.id for cell in cells(text.replace("Words", "Other words"))]
    assert reworded == before


def test_several_plain_cells_in_a_row_have_different_names():
    text = "Words.\n\n```python\n# scratch\n```\n\n" + fenced('given="a"')
    assert [cell.id for cell in cells(text)] == [
        "a-given-text-text",
        "a-given-text",
        "a-given",
    ]


@pytest.mark.parametrize("name", ["a b", "μ", "x" * 60])
def test_names_that_are_no_identifiers_are_refused(name):
    with pytest.raises(ValueError, match="letters, digits"):
        cells(fenced(f'given="{name}"'))


def test_a_name_twice_is_refused():
    with pytest.raises(ValueError, match=r"must be different.*got 'a-given'"):
        cells(fenced('given="a"') + "\n" + fenced('given="a"'))
