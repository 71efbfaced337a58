"""Distinct identifiers are distinct types, and nations are ISO 3166-1 alpha-3 codes."""

from typing import NewType

from renkei.kernel.errors import Malformed

EventId = NewType("EventId", str)
"""UUID version 7 (RFC 9562 section 5.7) as text."""
CommandId = NewType("CommandId", str)
"""Made by the client, unique in one nation's log: a repeat returns the first answer."""
Nation = NewType("Nation", str)
"""ISO 3166-1 alpha-3 code; codes set aside for users (XAA to XZZ) stand for other organisations."""
NodeId = NewType("NodeId", str)
Token = NewType("Token", str)
"""Who acted, as `role:token`; never a person's name."""
TaskId = NewType("TaskId", str)
ResourceId = NewType("ResourceId", str)
PlaceId = NewType("PlaceId", str)
UnitId = NewType("UnitId", str)
RequestId = NewType("RequestId", str)

ID_MAX = 128
"""Longest identifier accepted from outside: long enough for a UUID with a prefix, short enough for a key."""

ALPHA_2 = {
    "AU": "AUS", "CA": "CAN", "DE": "DEU", "FR": "FRA", "GB": "GBR", "IN": "IND", "IT": "ITA", "JP": "JPN",
    "KR": "KOR", "NL": "NLD", "NO": "NOR", "NZ": "NZL", "PH": "PHL", "PL": "POL", "SE": "SWE", "SG": "SGP",
    "TH": "THA", "TR": "TUR", "TW": "TWN", "UK": "GBR", "US": "USA", "VN": "VNM", "ID": "IDN", "MY": "MYS",
}  # fmt: skip
"""ISO 3166-1 alpha-2 to alpha-3 for the nations that published scenarios name."""


def nation(code: str) -> Nation:
    """Return the alpha-3 code for an alpha-2 or alpha-3 code.

    Raises:
        Malformed: The code is neither (ISO 3166-1).
    """
    upper = ALPHA_2.get(code.upper(), code.upper())
    if len(upper) == 3 and upper.isascii() and upper.isalpha():
        return Nation(upper)
    raise Malformed("nation-unknown", place=code, code=code)
