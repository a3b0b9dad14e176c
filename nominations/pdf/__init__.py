"""PDF files: those people send are read in a child process with limits; the receipt is set in one too."""
