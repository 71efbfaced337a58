"""Two engines agree on a joint plan by requests and counters; neither sees the other's plan."""
