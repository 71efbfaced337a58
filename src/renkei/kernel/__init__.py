"""Pure values that every capability shares; knows no capability, file, socket or clock."""
