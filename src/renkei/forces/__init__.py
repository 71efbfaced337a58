"""Units and places of both nations, who owns them, and what has been reported about them."""
