"""The course: releasing exercises, grading submissions, feedback and reports, on top of nbgrader."""
