"""What a text may hold, as bits of one number."""

from __future__ import annotations


class May:
    """Kinds of places."""

    SIGNED_OFF = 1
    EMAIL = 2
    ADDRESS = 4
    GREETING = 8
    CLOSING = 16
    LABEL = 32
    INTRODUCTION = 64
    THANKS = 128
    TITLE = 256
    LINES = 512


EVERYTHING = 1023
