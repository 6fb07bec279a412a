"""Running one submission: the student's process, the referee's process, and what passes between."""
