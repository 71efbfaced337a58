"""The border protocol without I/O: sessions, ledgers, hold-back; knows no socket, no clock and no log."""
