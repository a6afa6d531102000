"""Lemmas from simplemma, its dictionaries kept as tries in the cache folder so that they load in milliseconds.

The first use of a language on a machine builds its trie (some seconds; `coachkit prepare` does it ahead of time).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from coachkit.documents import cache_folder

if TYPE_CHECKING:
    from simplemma import Lemmatizer
    from simplemma.strategies import DefaultStrategy


@lru_cache(maxsize=1)
def _lemmatizer() -> Lemmatizer:
    from simplemma import Lemmatizer

    return Lemmatizer(lemmatization_strategy=_strategy())


@lru_cache(maxsize=1)
def _strategy() -> DefaultStrategy:
    from simplemma.strategies import DefaultStrategy
    from simplemma.strategies.dictionaries.trie_dictionary_factory import TrieDictionaryFactory

    folder = cache_folder() / "lemmas"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".probe").write_bytes(b"")
        factory = TrieDictionaryFactory(disk_cache_dir=str(folder))
    except OSError:
        factory = TrieDictionaryFactory(use_disk_cache=False)
    return DefaultStrategy(dictionary_factory=factory)


def lemma(word: str, language: str) -> str:
    """The base form of a lower-case word ("tilauksen" -> "tilaus"), lower case; the word itself where none is known."""
    return _lemmatizer().lemmatize(word, lang=language).lower()


def is_known(word: str, language: str) -> bool:
    """Whether the language's dictionary and rules know a base form for the word."""
    return _strategy().get_lemma(word, language) is not None


def prepare(language: str) -> None:
    """Builds the language's dictionary in the cache folder where it is not there yet."""
    lemma("a", language)
