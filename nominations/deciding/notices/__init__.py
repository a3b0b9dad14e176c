"""The letters of deciding, one function per occasion."""
