"""The roles that a user of a node may hold."""

ROLES = (
    "watch_officer",
    "planner",
    "liaison_officer",
    "release_officer",
    "commander",
    "administrator",
    "exercise_controller",
)
