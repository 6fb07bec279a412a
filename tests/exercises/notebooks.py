"""Run an exercise's notebook in this process, with some answers exchanged: quick, not graded."""

import contextlib
import io
from functools import cache
from pathlib import Path

import matplotlib.pyplot as plt
from IPython.core.inputtransformer2 import TransformerManager

from hbtutor.grading.release import SOLUTIONS, student_notebook
from hbtutor.grading.source_notebook import source_notebook

ROOT = Path(__file__).parents[2]


@cache
def source(name):
    text = (ROOT / SOLUTIONS / name / f"{name}.md").read_text(encoding="utf-8")
    return source_notebook(text, name=name)


@cache
def student(name):
    return student_notebook(source(name))


def run(name, answers, student=""):
    """Run the source notebook with these answers in the place of its own.

    answers: task -> code; student: the id entered.  Returns task -> None or the exception that its
    test cell raised.
    """
    plt.switch_backend("agg")
    namespace, verdicts = {}, {}
    for cell in source(name).cells:
        if cell.cell_type != "code":
            continue
        task, _, role = cell.id.rpartition("-")
        code = answers.get(task, cell.source) if role == "answer" else cell.source
        if cell.id == "student-id":
            code = f"STUDENT = {student!r}"
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                exec(TransformerManager().transform_cell(code), namespace)
        except Exception as error:
            failure = error
        else:
            failure = None
        if role == "test":
            verdicts[task] = failure
    plt.close("all")
    return verdicts
