"""Known mistakes that several exercises share, one module for each model."""
