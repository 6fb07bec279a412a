"""Makes the sample class in submitted/ out of the released notebook, as students do: by editing it.

Run ``python tests/grading/sample_class.py`` when the exercise has changed; a test checks that what
is in the repository is what this makes.
"""

import json
import sys
from copy import deepcopy
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.grading import sample_answers as wrote

ROOT = Path(__file__).parents[2]
EXERCISE = "school-ability"
RELEASED = ROOT / "exercises" / EXERCISE / f"{EXERCISE}.ipynb"

STUDENTS = {
    "ada": (wrote.RIGHT, "2026-11-16 18:02:11 UTC"),
    "bela": (wrote.ANOTHER_ROUTE, "2026-11-17 09:40:55 UTC"),
    "chen": (wrote.PARTLY, "2026-11-17 21:15:03 UTC"),
    "dora": (wrote.CLASSICAL, "2026-11-17 22:58:47 UTC"),
    "emil": (wrote.NEVER_ENDS, "2026-11-17 23:31:20 UTC"),
    "fatou": (wrote.RIGHT, "2026-11-17 23:44:09 UTC"),
    "goran": ({}, "2026-11-17 23:59:58 UTC"),
    "hana": (wrote.NOISY, "2026-11-16 07:30:00 UTC"),
}


FORGETFUL = {"goran", "dora"}
"""Who has not entered an id."""


def answered(released, answers, student=""):
    """Return the released notebook with the answers in their cells, run once by the student."""
    notebook = deepcopy(released)
    notebook["metadata"]["language_info"] = {"name": "python", "version": "3.12.7"}
    count = 0
    for cell in notebook["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if grade_id in answers:
            cell["source"] = lines(answers[grade_id])
        if cell["id"] == "student-id" and student not in FORGETFUL | {""}:
            cell["source"] = lines(f'STUDENT = "{student}"')
        if cell["cell_type"] == "code" and answers:
            count += 1
            cell["execution_count"] = count
    unknown = set(answers) - {
        cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in notebook["cells"]
    }
    assert not unknown, f"the released notebook has no cells {unknown}"
    return notebook


def lines(text):
    return text.splitlines(keepends=True)


def scratch(notebook, *, after, source):
    """Add a cell of the student's own, as one does to try something out."""
    ids = [c["metadata"].get("nbgrader", {}).get("grade_id") for c in notebook["cells"]]
    notebook["cells"].insert(
        ids.index(after) + 1,
        {
            "cell_type": "code",
            "execution_count": 99,
            "id": "5f3c2a10",
            "metadata": {},
            "outputs": [],
            "source": lines(source),
        },
    )


def content(student, released):
    """Return the bytes of a student's notebook."""
    answers, _ = STUDENTS[student]
    notebook = answered(released, answers, student)
    if student == "bela":
        scratch(notebook, after="noise-test", source="%matplotlib inline\nschools.describe()")
    if student == "chen":
        scratch(notebook, after="n_needed-answer", source="sp.solve(B_formula = b)  # ???")
    text = json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
    if student == "fatou":
        # Two computers, one folder in the cloud: the file holds both versions of a cell.
        mark = '"noise = SIGMA2 / schools.n[SMALL]"'
        assert mark in text
        text = text.replace(
            mark,
            f"<<<<<<< laptop\n     {mark}\n=======\n"
            '     "noise = SIGMA2/schools.n[SMALL]"\n>>>>>>> library',
        )
    return text.encode("utf-8")


def files():
    """Return the path, relative to the repository, and the bytes of every file of the class."""
    released = json.loads(RELEASED.read_text(encoding="utf-8"))
    made = {}
    for student, (_, submitted) in STUDENTS.items():
        folder = Path("submitted") / student / EXERCISE
        made[folder / f"{EXERCISE}.ipynb"] = content(student, released)
        made[folder / "timestamp.txt"] = f"{submitted}\n".encode()
    return made


if __name__ == "__main__":
    for path, data in files().items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_bytes(data)
        print(path)
