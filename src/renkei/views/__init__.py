"""States of several capabilities -> the values that screen, command line and briefs show; pure."""
