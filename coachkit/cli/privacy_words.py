"""The words of `coachkit mask` in Finnish, Swedish and English; they stand in coachkit/locale/privacy.yaml."""

from __future__ import annotations

from pydantic import Field

from coachkit.locale import Strict, words_of


class KindWords(Strict):
    """What each kind of placeholder stands for."""

    person: str = Field(alias="PERSON")
    hetu: str = Field(alias="HETU")
    personnummer: str = Field(alias="PERSONNUMMER")
    y_tunnus: str = Field(alias="Y-TUNNUS")
    iban: str = Field(alias="IBAN")
    card: str = Field(alias="CARD")
    phone: str = Field(alias="PHONE")
    email: str = Field(alias="EMAIL")
    address: str = Field(alias="ADDRESS")
    order: str = Field(alias="ORDER")


class PrivacyWords(Strict):
    """The words of one language."""

    read: str
    unread: str
    kinds: KindWords
    nothing: str
    written: str
    map: str
    look: str


def privacy_words(language: str) -> PrivacyWords:
    """The words of "fi", "sv" or "en". Raises UnknownName for another language."""
    return words_of("privacy.yaml", PrivacyWords, language)
