"""The declarations of the exercises' checked tasks, one module for each exercise."""
