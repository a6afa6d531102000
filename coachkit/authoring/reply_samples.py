"""Replies to try a rubric on: a file of one's own, else the bundled conversations."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from coachkit.documents import shipped_folder
from coachkit.errors import InputError
from coachkit.model import Reply
from coachkit.transcripts.columns import Columns, choose_columns
from coachkit.transcripts.conversation import messages
from coachkit.transcripts.reading import open_table

MOST = 300
"""Replies of a file that are taken: enough for an order, few enough to be ranked anew while a slider moves."""

FEWEST = 5
"""Replies of a rubric's own channel from which the bundled ones of other channels are left out."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Replies and where they come from: `name` is the file's, "" for the bundled ones. `cut` when the file has more.

    `other` tells that bundled replies of other channels are among them, as the rubric's own has too few.
    """

    replies: tuple[Reply, ...]
    name: str = ""
    cut: bool = False
    other: bool = False


def bundled(channel: str) -> Sample:
    """The bundled replies of a channel; all of them where it has too few."""
    replies = _read(shipped_folder("exercises") / "sample" / "messages.jsonl", MOST)
    own = tuple(one for one in replies if one.channel == channel)
    return Sample(own) if len(own) >= FEWEST else Sample(tuple(replies), other=True)


def from_file(path: Path) -> Sample:
    """The first MOST replies of a file. Raises InputError when it cannot be read or holds none."""
    replies = _read(path, MOST + 1)
    if not replies:
        raise InputError(f"{path}: no reply that can be scored")
    return Sample(tuple(replies[:MOST]), path.name, cut=len(replies) > MOST)


def _read(path: Path, most: int) -> list[Reply]:
    table = open_table(path)
    columns = choose_columns(path, table.columns, Columns())
    found = (message.reply for message in messages(table.rows, columns) if message.reply is not None)
    return list(islice(found, most))
