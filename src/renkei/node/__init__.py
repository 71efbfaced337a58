"""One nation's node: the table of the system and the one path that every command takes."""
