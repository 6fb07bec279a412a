"""The students' notebooks: generated, complete, the same bytes always, and nothing given away."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from hbtutor.check import catalogue
from hbtutor.grading.release import exercise_names, release, steps
from tests.exercises.notebooks import ROOT, source, student

NAMES = exercise_names(ROOT)
CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "scratch"
c.CourseDirectory.source_directory = "_build/source"
c.CourseDirectory.release_directory = "exercises"
"""


@pytest.fixture
def course(tmp_path):
    """A course of its own, with the repository's solutions."""
    (tmp_path / "nbgrader_config.py").write_text(CONFIG)
    (tmp_path / "solutions").symlink_to(ROOT / "solutions")
    return tmp_path


def committed(name):
    return ROOT / "exercises" / name / f"{name}.ipynb"


def test_every_solution_is_declared_and_every_declaration_has_its_solution():
    assert catalogue.exercise_names() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_regenerating_gives_the_committed_bytes(name, course):
    (made,) = release(course, [name])
    assert made.notebook.read_bytes() == committed(name).read_bytes()


def test_a_second_release_changes_nothing_and_writes_nothing(course):
    first = release(course)
    assert all(made.changed for made in first)
    times = [made.notebook.stat().st_mtime_ns for made in first]
    again = release(course)
    assert not any(made.changed for made in again)
    assert [made.notebook.stat().st_mtime_ns for made in again] == times


def test_checking_sees_drift_and_leaves_it_alone(course):
    (made,) = release(course, ["school-ability"])
    edited = made.notebook.read_bytes().replace(b"headteacher", b"principal")
    made.notebook.write_bytes(edited)
    (checked,) = release(course, ["school-ability"], check=True)
    assert checked.changed
    assert made.notebook.read_bytes() == edited
    made.notebook.unlink()
    assert release(course, ["school-ability"], check=True)[0].changed
    assert not made.notebook.exists()


def test_the_bytes_do_not_depend_on_the_process(course):
    """Neither on the seed of Python's hashes, nor on the locale, nor on the folder's name."""
    code = "from hbtutor.grading.release import release; release('.')"
    environment = {"PYTHONHASHSEED": "12345", "LC_ALL": "C", "PATH": "/usr/bin:/bin"}
    subprocess.run([sys.executable, "-c", code], cwd=course, env=environment, check=True)
    for name in NAMES:
        path = course / "exercises" / name / f"{name}.ipynb"
        assert path.read_bytes() == committed(name).read_bytes()


@pytest.mark.course
def test_nbgraders_own_command_makes_the_same_notebook(course):
    names = [made.name for made in release(course)]
    mine = [(course / "exercises" / name / f"{name}.ipynb").read_bytes() for name in names]
    nbgrader = Path(sys.executable).with_name("nbgrader")
    environment = {"PATH": f"{nbgrader.parent}:/usr/bin:/bin", "HOME": str(course)}
    for name, before in zip(names, mine, strict=True):
        subprocess.run(
            [nbgrader, "generate_assignment", name, "--force"],
            cwd=course,
            env=environment,
            check=True,
            capture_output=True,
        )
        assert (course / "exercises" / name / f"{name}.ipynb").read_bytes() == before


@pytest.mark.parametrize("name", NAMES)
def test_the_notebook_is_valid_and_without_outputs(name):
    notebook = nbformat.read(committed(name), as_version=4)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"
    assert notebook.metadata.hbtutor.generated_from == f"solutions/{name}/{name}.md"
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None)


@pytest.mark.parametrize("name", NAMES)
def test_the_students_version_holds_no_solution_and_no_hidden_test(name):
    text = committed(name).read_text(encoding="utf-8")
    for marker in ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS", "MARK SCHEME"):
        assert marker not in text
    whole = (ROOT / "solutions" / name / f"{name}.md").read_text(encoding="utf-8")
    regions = re.findall(r"### BEGIN (SOLUTION|HIDDEN TESTS)\n(.*?)### END \1", whole, re.DOTALL)
    assert len(regions) > 10
    assert {kind for kind, _ in regions} == {"SOLUTION", "HIDDEN TESTS"}
    shown = {line.strip() for cell in student(name).cells for line in cell.source.splitlines()}
    for _, region in regions:
        hidden = {line.strip() for line in region.splitlines() if len(line.strip()) > 4}
        # A form check and its hidden answer may share the import line, nothing else.
        assert not hidden & shown


@pytest.mark.parametrize("name", NAMES)
def test_cells_have_stable_names_and_the_right_locks(name):
    cells = {cell.id: cell for cell in student(name).cells}
    assert len(cells) == len(student(name).cells)
    for identity, cell in cells.items():
        role = cell.metadata.get("nbgrader")
        if role is None:
            assert cell.cell_type == "markdown" or identity == "student-id"
            continue
        assert identity == role.grade_id
        assert cell.metadata.deletable is False
        assert cell.metadata.get("editable", True) == role.solution
        if role.grade:
            assert role.points > 0


@pytest.mark.parametrize("name", NAMES)
def test_every_task_is_tested_once_and_every_test_stands_on_its_own(name):
    tests = [cell for cell in source(name).cells if cell.id.endswith("-test")]
    declared = [task.name for task in catalogue.exercise(name).tasks]
    assert [cell.metadata.nbgrader.grade_id for cell in tests] == [f"{n}-test" for n in declared]
    for cell in tests:
        task = cell.metadata.nbgrader.grade_id.removesuffix("-test")
        assert cell.source.startswith("from hbtutor import check\n")
        assert f'check.answer("{name}/{task}", {task}' in cell.source


@pytest.mark.parametrize("name", NAMES)
def test_functions_are_tried_on_hidden_cases_too(name):
    for task in catalogue.exercise(name).tasks:
        if type(task).__name__ == "Function":
            (cell,) = (c for c in source(name).cells if c.id == f"{task.name}-test")
            hidden = cell.source.split("### BEGIN HIDDEN TESTS")[1]
            assert f'check.further("{name}/{task.name}", {task.name}, seed=' in hidden


def test_the_steps_are_nbgraders_without_the_gradebook():
    names = [step.__name__ for step in steps()]
    assert "SaveCells" not in names
    for needed in ("ClearSolutions", "LockCells", "ClearOutput", "ClearHiddenTests"):
        assert needed in names
    assert names.index("ClearHiddenTests") < len(names) - names[::-1].index("ComputeChecksums")


def test_unknown_exercises_list_the_near_matches(course):
    with pytest.raises(ValueError, match=r"got 'school-abilty'.*Near matches: school-ability"):
        release(course, ["school-abilty"])


def test_a_folder_without_solutions_says_so(tmp_path):
    with pytest.raises(ValueError, match=r"must hold solutions/NAME/NAME\.md"):
        release(tmp_path)
