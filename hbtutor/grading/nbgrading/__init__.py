"""What hooks into nbgrader: its exporter, its preprocessors, its configuration."""
