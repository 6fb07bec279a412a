"""What the exercises give to students: one module for each exercise, with a function data().

Apart from hbtutor.check.exercises, because a student's process may hold this and not the answers.
"""
