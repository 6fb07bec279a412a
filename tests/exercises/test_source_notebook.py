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


def test_names_of_plain_cells_come_from_their_words_and_stay_when_others_come():
    text = "## The model: $\\mu$\n\nWords.\n\n" + fenced('given="data"')
    before = cells(text)
    after = cells("# A new beginning\n\n" + fenced('given="new"') + "\n" + text)
    assert before[0].id == "The-model-mu-Words"
    assert {cell.id for cell in before} < {cell.id for cell in after}


def test_equal_words_get_numbers():
    text = "Same words.\n\n" + fenced('given="a"') + "\nSame words.\n\n" + fenced('given="b"')
    assert [cell.id for cell in cells(text)] == ["Same-words", "a-given", "Same-words-2", "b-given"]


def test_symbols_alone_give_a_name_all_the_same():
    assert cells("μ\n\n" + fenced('given="a"'))[0].id == "markdown"
