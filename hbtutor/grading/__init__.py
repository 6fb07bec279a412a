"""The course: releasing exercises, grading submissions, feedback and reports, on nbgrader."""
