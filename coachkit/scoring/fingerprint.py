"""The fingerprint of everything that makes a score."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

import coachkit
from coachkit.languages import language_pack
from coachkit.model import LANGUAGES
from coachkit.rubrics import Rubric

ANALYSERS = ("nltk", "simplemma", "py3langid", "wordfreq", "python-stdnum", "phonenumbers")


@lru_cache(maxsize=1)
def _languages_and_analysers() -> bytes:
    parts = [f"coachkit {coachkit.__version__}"]
    for name in ANALYSERS:
        try:
            parts.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            parts.append(f"{name} -")
    parts += [language_pack(one).model_dump_json() for one in LANGUAGES]
    return "\n".join(parts).encode("utf-8", "surrogatepass")


@lru_cache(maxsize=64)
def fingerprint(rubric: Rubric) -> str:
    """16 hexadecimal digits over the rubric, its criteria and gates, the language packs and the analysers' versions."""
    digest = hashlib.sha256(_languages_and_analysers())
    digest.update(rubric.file.model_dump_json().encode())
    for one in (*rubric.criteria, *rubric.gates):
        digest.update(one.as_json)
    return digest.hexdigest()[:16]
