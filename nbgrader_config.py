"""The course as nbgrader sees it.  Students work in exercises/; what is made goes to _build/course.

`hbtutor release` and `hbtutor grade`, and plain `nbgrader` commands, all read this file.
"""

from pathlib import Path

from hbtutor.grading.nbgrading.settings import wire

c = get_config()  # noqa: F821 - traitlets provides it
wire(c)

made = Path("_build") / "course"
c.CourseDirectory.course_id = "borrowing-strength"
c.CourseDirectory.source_directory = str(made / "source")
c.CourseDirectory.release_directory = "exercises"
c.CourseDirectory.submitted_directory = "submitted"
c.CourseDirectory.autograded_directory = str(made / "autograded")
c.CourseDirectory.feedback_directory = str(made / "feedback")
c.CourseDirectory.db_url = (
    f"sqlite:///{Path(__file__).resolve().parent / made / 'gradebook.db'}?timeout=60"
)

# One cell may run for 10 seconds, a submission for two minutes.
c.RunSubmission.cell_seconds = 10
c.RunSubmission.seconds = 120
c.RunSubmission.runs_directory = str(made / "runs")

# Every student works with numbers of their own; False gives all the same. It counts at the release.
c.HBTutor.own_numbers = True
