"""The ``hbtutor`` command: an instructor's course, from exercises to grades.

Only click is imported at the top, so that ``hbtutor --help`` answers at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from hbtutor.grading.course import Course


class Commands(click.Group):
    """A group whose commands report what is wrong in a sentence, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; errors that explain themselves become its message."""
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.Abort):
            raise  # both are RuntimeErrors: a help page shown, an answer refused
        except (ValueError, RuntimeError) as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Commands)
@click.version_option(package_name="hbtutor")
@click.option(
    "--course",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=".",
    help="The course folder (where you are, if not given).",
)
@click.pass_context
def main(context: click.Context, folder: Path) -> None:
    """Make, release and grade a course on hierarchical Bayesian models."""
    context.obj = folder


def _course(context: click.Context) -> Course:
    from hbtutor.grading.course import find_course

    return find_course(context.obj)


@main.command()
@click.argument("exercises", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; fail if exercises/ is out of date.")
@click.pass_context
def release(context: click.Context, exercises: tuple[str, ...], check: bool) -> None:
    """Generate the students' notebooks from solutions/."""
    from hbtutor.grading.release import release as generate

    course = _course(context)
    made = generate(course.root, exercises or None, check=check)
    for one in made:
        said = ("differs" if check else "written") if one.changed else "up to date"
        click.echo(f"{one.name}: {said} ({_short(one.notebook, course)})")
    if check and any(one.changed for one in made):
        raise click.ClickException("exercises/ is out of date. Run `hbtutor release`.")


@main.command()
@click.argument("exercises", nargs=-1)
@click.option("--workers", type=click.IntRange(min=1), help="Submissions at a time [all cores].")
@click.option("--scheduler", help="Address of a Dask scheduler to use instead of this machine.")
@click.option("--student", "students", multiple=True, help="Only this student (repeatable).")
@click.option("--again", is_flag=True, help="Run also what has been run before.")
@click.option("--feedback/--no-feedback", default=True, help="Write feedback pages [yes].")
@click.pass_context
def grade(
    context: click.Context,
    exercises: tuple[str, ...],
    workers: int | None,
    scheduler: str | None,
    students: tuple[str, ...],
    again: bool,
    feedback: bool,
) -> None:
    """Grade what has been submitted, into the gradebook, and write feedback.

    Only what is new or has changed is run. Interrupt it and run it again: it goes on.
    """
    from functools import partial

    from tqdm import tqdm

    from hbtutor.grading.grade import grade as grade_class

    course = _course(context)
    for done in grade_class(
        course,
        exercises,
        workers=workers,
        scheduler=scheduler,
        students=students,
        again=again,
        feedback=feedback,
        progress=partial(tqdm, file=sys.stderr, leave=False),
    ):
        click.echo(
            f"{done.assignment}: {done.submissions} submissions, {done.run} run, "
            f"{done.entered} entered, {done.feedback} feedback pages written."
        )
        click.echo(f"  Isolation: {done.isolation}.")
        for student, reason in done.reasons.items():
            click.echo(f"  For a person: {student}: {reason}")
        click.echo(f"  Gradebook: {course.directory.db_url.partition('?')[0]}")
        pages = course.folder("feedback", "STUDENT", done.assignment)
        click.echo(f"  Feedback:  {_short(pages, course)}")


@main.command()
@click.argument("exercises", nargs=-1)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file to write."
)
@click.pass_context
def report(context: click.Context, exercises: tuple[str, ...], output: Path | None) -> None:
    """Write the class report: grades, item analysis, misconceptions (HTML)."""
    from hbtutor.grading.report.page import write_report

    course = _course(context)
    path = write_report(course, exercises, output=output)
    click.echo(f"Class report: {_short(path, course)} (open it in a browser)")


@main.command()
@click.argument("exercises", nargs=-1)
@click.pass_context
def status(context: click.Context, exercises: tuple[str, ...]) -> None:
    """Show what is submitted, graded, and waiting for a person."""
    from hbtutor.grading.status import status as standings

    for one in standings(_course(context), exercises):
        click.echo(
            f"{one.assignment}: {one.submitted} submitted, {one.graded} graded, "
            f"{one.by_hand} with answers to grade by hand ({one.enrolled} students known)."
        )


@main.command()
@click.argument("student")
@click.argument("exercise")
@click.pass_context
def explain(context: click.Context, student: str, exercise: str) -> None:
    """Show one submission's run in full: cells, outputs, verdicts."""
    from hbtutor.grading.status import explain as lines

    for line in lines(_course(context), student, exercise):
        click.echo(line)


@main.command()
@click.argument("student")
@click.argument("exercises", nargs=-1)
@click.pass_context
def regrade(context: click.Context, student: str, exercises: tuple[str, ...]) -> None:
    """Run one student's submissions again, whatever is known of them."""
    context.invoke(grade, exercises=exercises, workers=1, students=(student,), again=True)


@main.command()
@click.option(
    "--to",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    default="grades.csv",
    help="The file to write [grades.csv].",
)
@click.option("--format", "form", type=click.Choice(["csv", "canvas", "moodle"]), default="csv")
@click.pass_context
def export(context: click.Context, path: Path, form: str) -> None:
    """Write the grades for a spreadsheet, Canvas or Moodle."""
    from hbtutor.grading.export import export as write

    lines = write(_course(context), path, form=form)
    click.echo(f"{lines} lines written to {path}.")


@main.group(cls=Commands)
def course() -> None:
    """Make a course folder."""


@course.command("new")
@click.argument("directory", type=click.Path(path_type=Path))
@click.argument("exercises", nargs=-1)
@click.option(
    "--roster",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV of students: id, and first_name, last_name, email.",
)
def course_new(directory: Path, exercises: tuple[str, ...], roster: Path | None) -> None:
    """Make a course folder with these EXERCISES (all if none) that nbgrader understands."""
    from hbtutor.grading.new_course import new_course

    names = new_course(directory, exercises, roster=roster)
    click.echo(f"Made the course {directory} with {', '.join(names)}.")
    click.echo(f"Hand out:  {directory}/release/EXERCISE/EXERCISE.ipynb")
    click.echo(f"Collect:   {directory}/submitted/STUDENT/EXERCISE/EXERCISE.ipynb")
    click.echo(f"Then:      cd {directory}; hbtutor grade; hbtutor report")


def _short(path: Path, course: Course) -> Path:
    return path.relative_to(course.root) if path.is_relative_to(course.root) else path
