"""PDF files: those people send are read in a child process with limits; ours are set in one too."""
