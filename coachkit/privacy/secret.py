"""The secret of this computer that keys the agents' pseudonyms."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from coachkit.errors import InputError

FILE_NAME = "agents.key"
SIZE = 32


def agent_secret(folder: Path) -> bytes:
    """32 bytes, made at the first use and kept in the folder, readable by its owner alone; the same for all programs.

    Raises InputError when the file cannot be made, read, or is not one of ours.
    """
    path = folder / FILE_NAME
    try:
        if not path.exists():
            _make(path)
        secret = bytes.fromhex(path.read_text("ascii"))
    except (OSError, ValueError) as error:
        what = f"{path}: the key for the agents' pseudonyms cannot be read or made ({error})"
        raise InputError(f"{what}; set COACHKIT_HOME to a folder of your own") from error
    if len(secret) != SIZE:
        raise InputError(f"{path}: not a key for the agents' pseudonyms; move the file away and a new one is made")
    return secret


def kept_secret(folder: Path) -> bytes | None:
    """The same where it has been made already, else None. Raises InputError as `agent_secret`."""
    return agent_secret(folder) if (folder / FILE_NAME).exists() else None


def _make(path: Path) -> None:
    """Makes the file whole in one step; of two programs that do so at once the first one's stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(SIZE))
        try:
            os.link(part, path)
        except FileExistsError:
            pass
        except OSError:
            # A disk without links (some network drives): the last one stays.
            os.replace(part, path)  # noqa: PTH105 - the one call that is atomic everywhere
    finally:
        part.unlink(missing_ok=True)
