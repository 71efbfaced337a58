"""The nation's log: appends and reads events, outboxes and cursors; knows no capability and no partner's protocol."""
