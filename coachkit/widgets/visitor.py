"""Who comes to the desk: the learner's name, and the language that their browser asks for."""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping
from typing import Any

from coachkit.model import LANGUAGES


def browser_language(message: Mapping[str, Any]) -> str:
    """The language that the browser's first message asks for.

    What was chosen in this browser before comes first, then JupyterLab's own language where it is Finnish or Swedish (English is
    only what it comes with), then the browser's languages in their order; English where none of them is ours.
    """
    languages = message.get("languages")
    page = str(message.get("page", ""))[:2].lower()
    said = [str(message.get("chosen", "")), page if page != "en" else "", *(languages if isinstance(languages, list) else [])]
    codes = [str(one)[:2].lower() for one in said]
    return next((one for one in codes if one in LANGUAGES), "en")


def learner_name() -> str:
    """Who practises: COACHKIT_LEARNER, the hub's user, or the system's."""
    for name in ("COACHKIT_LEARNER", "JUPYTERHUB_USER"):
        if os.environ.get(name):
            return os.environ[name]
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without a user of that number
        return "learner"
