"""What may leave the nation: labels, recalls and the gate, the only door out; knows no transport and no log."""
