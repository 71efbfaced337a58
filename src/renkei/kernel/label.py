"""Release labels in the shape of STANAG 4774: policy, classification, releasable-to; default deny."""

import msgspec

from renkei.kernel.ids import Nation

WITHHELD = msgspec.UNSET
"""Value of a field that a rule kept back: absent on the wire, so that it looks like any absent field."""
Withheld = msgspec.UnsetType


class Label(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who may have an event, and which fields of its body never leave.

    Without `rel_to` an event is for its originator only. `withhold` names body fields that cross to
    nobody, for example `("due",)`; the gate strips them, and the name of the stripped field with them.
    """

    originator: Nation
    policy: str = "RENKEI"
    classification: str = "UNCLASSIFIED"
    rel_to: tuple[Nation, ...] = ()
    withhold: tuple[str, ...] = ()

    def releasable_to(self, partner: Nation) -> bool:
        """Whether `partner` is on the release list."""
        return partner in self.rel_to
