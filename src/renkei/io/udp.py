"""Sends datagrams to a port of the loopback; knows nothing of what they carry."""

import socket

DATAGRAM_MAX = 8_192
"""Bytes of one datagram: an event of Cursor on Target fits, and no fragment is needed on the loopback."""


def send(port: int, data: bytes) -> None:
    """Send one datagram; what is longer than the bound is not sent.

    Raises:
        ValueError: The data is longer than the bound.
    """
    if len(data) > DATAGRAM_MAX:
        raise ValueError(len(data))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.sendto(data, ("127.0.0.1", port))
