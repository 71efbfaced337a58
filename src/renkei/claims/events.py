"""What was stated, as frozen bodies on the wire."""

import msgspec

from renkei.kernel.event import Kind
from renkei.kernel.names import Name
from renkei.kernel.quantity import Quantity


class FigureStated(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody gave a figure for a subject.

    Attributes:
        subject: What is counted, as a key that both headquarters use, for example `food`.
        figure: The figure with its source form.
        where: Report, log or paper that it stands in.
    """

    subject: str
    figure: Quantity
    where: Name = Name()


KINDS = (Kind("claims.FigureStated", FigureStated),)
