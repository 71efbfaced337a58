"""A plan as other programs read and write it: one module for each format, no file is opened here."""
