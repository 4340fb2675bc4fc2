"""The checker of learning rounds against its solver, on random rounds."""
