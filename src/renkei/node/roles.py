"""The roles that a user of a node may hold, and how a refusal names them."""

from collections.abc import Iterable

from renkei.kernel.names import Name

ROLE_NAMES = {
    "watch_officer": Name("watch officer", "当直幹部"),
    "planner": Name("planner", "計画担当"),
    "liaison_officer": Name("liaison officer", "連絡官"),
    "release_officer": Name("release officer", "開示担当"),
    "commander": Name("commander", "指揮官"),
    "administrator": Name("administrator", "管理者"),
    "exercise_controller": Name("exercise controller", "演習統裁部"),
}
ROLES = tuple(ROLE_NAMES)


def named(roles: Iterable[str]) -> Name:
    """Return roles in words, in one order whatever the order in which they come."""
    names = [ROLE_NAMES.get(role, Name(role, role)) for role in sorted(roles)]
    return Name(", ".join(n.en for n in names), "、".join(n.ja for n in names))
