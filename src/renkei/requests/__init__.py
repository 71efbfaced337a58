"""Every ask across the border: request, offer, accept, decline, counter, withdraw, commit, report."""
