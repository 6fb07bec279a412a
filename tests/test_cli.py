"""The command line: what it says where something is missing, and that it starts at once."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from hbtutor.cli import main


def invoke(*arguments, folder=None):
    options = [] if folder is None else ["--course", str(folder)]
    return CliRunner().invoke(main, [*options, *arguments])


@pytest.mark.parametrize("command", ["release", "grade", "report", "status", "export"])
def test_outside_a_course_it_says_so_and_how_to_make_one(tmp_path, command):
    said = invoke(command, folder=tmp_path)
    assert said.exit_code == 1
    assert "is not a course folder" in said.output
    assert "hbtutor course new DIR" in said.output


@pytest.mark.parametrize("command", ["grade", "report"])
def test_an_unknown_exercise_gets_the_near_matches(course_folder, command):
    said = invoke(command, "school-abilty", folder=course_folder)
    assert said.exit_code == 1
    assert "'school-abilty'" in said.output
    assert "Near: school-ability" in said.output


def test_help_names_every_command():
    said = invoke("--help")
    assert said.exit_code == 0
    for command in (
        "course",
        "explain",
        "export",
        "grade",
        "regrade",
        "release",
        "report",
        "status",
    ):
        assert f"\n  {command} " in said.output


def test_asking_for_help_imports_nothing_heavy():
    code = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "from hbtutor.cli import main\n"
        "assert CliRunner().invoke(main, ['--help']).exit_code == 0\n"
        "print(*sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(out.stdout.split())
    assert not {"numpy", "nbgrader", "nbformat", "distributed", "traitlets", "tqdm"} & loaded


def test_a_folder_below_the_course_will_do(course_folder):
    said = invoke("grade", "nothing", folder=course_folder / "submitted" / "ada")
    assert "'nothing'. Near: " in said.output


@pytest.mark.parametrize(
    "command",
    [
        "course",
        "course new",
        "explain",
        "export",
        "grade",
        "regrade",
        "release",
        "report",
        "status",
    ],
)
def test_a_commands_help_is_no_error(command):
    said = invoke(*command.split(), "--help")
    assert said.exit_code == 0
    assert "Usage:" in said.output
    assert "Error" not in said.output
