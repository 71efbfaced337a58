"""Renkei, a combined joint headquarters system: two sovereign headquarters, one synchronised operation."""
