"""What the exercises give to students: one module each, with a function data(student).

Apart from hbtutor.check.exercises, because a student's process may hold this and not the answers.
"""
