"""The folders that files are read from and kept in: what is shipped, the cache, the user's own data."""

from __future__ import annotations

import os
from pathlib import Path


def shipped_folder(name: str) -> Path:
    """The folder rubrics/, exercises/ or notebooks/: in the installed package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    inside = package / "_shipped" / name
    return inside if inside.is_dir() else package.parent / name


def cache_folder() -> Path:
    """Where derived files may be kept: COACHKIT_CACHE, else the platform's cache folder."""
    chosen = os.environ.get("COACHKIT_CACHE")
    if chosen:
        return Path(chosen)
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("coachkit", appauthor=False))


def home_folder() -> Path:
    """The folder of the user's own data: COACHKIT_HOME, else the platform's data folder. It need not be there yet."""
    chosen = os.environ.get("COACHKIT_HOME")
    if chosen:
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_data_dir

    return Path(user_data_dir("coachkit", appauthor=False))
