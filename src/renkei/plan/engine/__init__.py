"""Pure planning algorithms on a frozen plan: exact check, temporal network, solver models, repair, explanation."""
