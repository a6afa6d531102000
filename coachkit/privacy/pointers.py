"""What the compiled loops over texts are given: bytes and tables as C has them, without a count of who holds them."""

from __future__ import annotations

from typing import Protocol, SupportsIndex

TEXT, TABLES, SPAN = "CPointer(uint8)", "CPointer(int64)", "CPointer(int64)"
BYTES, BEGINS = (f"Array({kind}, 1, 'C', readonly=True)" for kind in ("uint8", "int32"))


class Numbers(Protocol):
    """Whole numbers one after the other, as C has them: nobody looks whether a place is one of theirs."""

    def __getitem__(self, place: SupportsIndex, /) -> int: ...

    def __setitem__(self, place: SupportsIndex, value: int, /) -> None: ...


class Column(Protocol):
    """A column of numpy's."""

    ctypes: Numbers

    def __getitem__(self, place: SupportsIndex, /) -> int: ...

    def __len__(self) -> int: ...
