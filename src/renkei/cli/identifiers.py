"""Identifiers and randomness of a running node."""

import secrets

import uuid_utils


def new_id() -> str:
    """Return a new UUID version 7 (RFC 9562 section 5.7); within one process each is greater than the last."""
    return str(uuid_utils.uuid7())


def randomness(count: int) -> bytes:
    """Return that many unpredictable bytes."""
    return secrets.token_bytes(count)
