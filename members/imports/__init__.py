"""How a file of experts and terms is read, judged row by row, and written. The record of it: models/imports.py."""
