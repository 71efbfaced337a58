"""Users, roles, credentials and sessions of one node, in a database of their own; knows no event and no web."""
