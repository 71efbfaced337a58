"""The plan: tasks, resources, constraints and schedules of both nations, each owned by one of them."""
