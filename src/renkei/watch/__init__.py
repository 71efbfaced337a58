"""What happened on watch and who was told: log entries and outages of the partner link."""
