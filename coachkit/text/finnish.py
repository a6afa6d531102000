"""Voice, person and possessor of a Finnish word form, from the form and its lemma.

The lemma says how a verb is conjugated, so most answers come from rebuilding the few stems the lemma allows
(finnish_stems.py) and comparing; only an unknown lemma (the form itself) falls back on endings alone. Pure rules, no dictionary.

Source: Hakulinen et al. 2004, Iso suomen kielioppi (personal and possessive endings, clitics).
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from coachkit.text.finnish_stems import Paradigm, paradigm

_CLITIC: Final = re.compile(r"(?:ko|kö|han|hän|pa|pä|kin|kaan|kään|kos|kös|pas|päs|(?<=kaa)s|(?<=kää)s)$")
_NEGATIVE_VERB: Final[Mapping[str, str]] = MappingProxyType(
    {"en": "1sg", "et": "2sg", "emme": "1pl", "ette": "2pl", "älä": "2sg", "älkää": "2pl", "älkäämme": "1pl"}
)
# Spelt like a person of the verb and almost always something else: "thus", colloquial "that".
_NO_PERSON: Final = frozenset({("näin", "nähdä"), ("et", "että")})
_ALSO_NOT: Final = re.compile(r"^(e(?:n|t|mme|tte))kä$")  # enkä: "nor do I"
_PERSON_ENDING: Final = (("mme", "1pl"), ("tte", "2pl"), ("n", "1sg"), ("t", "2sg"))
_POSSESSIVE_ENDING: Final = (
    ("ni", "1sg"), ("si", "2sg"), ("mme", "1pl"), ("nne", "2pl"), ("nsa", "3"), ("nsä", "3"),
)  # fmt: skip

# With an unknown lemma only unmistakable endings count.
_BARE_PASSIVE: Final = re.compile(
    r".[eouyö]t(?:aan|ään)$|.h(?:dään|tiin)$|.[aeiouyäö]{2}(?:daan|dään)$|.[aeiouyäö]ttiin$|t(?:aisiin|äisiin)$"
)
_BARE_PERSON: Final = (
    (re.compile(r"isimme$|(?<![sl])t[aä]mme$|(?:ele|tse|oi)mme$"), "1pl"),
    (re.compile(r"[aeiouyäö]tte$|.{4}[aäoöuye](?:kaa|kää)$|.{3}[aeiouyäö]t(?:kaa|kää)$"), "2pl"),
    (re.compile(r".{2}t[aä]isin$"), "1sg"),
    (re.compile(r".{2}t[aä]isit$"), "2sg"),
)
_CASE_STEM: Final = re.compile(r".{2}(?:ss[aä]|st[aä]|ll[aä]|lt[aä]|lle|n[aä]|kse|i[aä]|j[aä]|t[aä])$")
_THIRD: Final = re.compile(r"(?:ss|st|ll|lt|t|n|j|[oöuyie])(?:aan|ään)$|(?:lle|kse|tse)en$")
_BARE_THIRD: Final = re.compile(r".{3}(?:(?:ss|st|ll|lt)(?:aan|ään)|.n(?:aan|ään)|lleen)$")

# Adverbs and pronouns that only look like a person or a possessor; closed classes, so a list serves.
_FROZEN: Final = frozenset({
    "aikoinaan", "ainoastaan", "edelleen", "enintään", "erikseen", "hiljalleen", "huolissaan", "iltaisin",
    "jonne", "jälleen", "kaksistaan", "kerrallaan", "keskenään", "ketään", "kokonaan",
    "korkeintaan", "lainkaan", "lauantaisin", "maanantaisin", "meneillään", "mielellään", "milloinkaan", "millään",
    "miltään", "minne", "missään", "mistään", "mitään", "näin", "oikeastaan", "ollenkaan", "parhaillaan",
    "parhaimmillaan", "pelkästään", "puolestaan", "sellaisenaan", "sinne", "suinkaan", "sunnuntaisin", "suorastaan",
    "takaisin", "tavallaan", "tiistaisin", "toistaiseksi", "torstaisin", "tosiaan", "tuonne", "tänne", "uudelleen",
    "uudestaan", "vastaan", "viimeistään", "vähintään", "yhteensä", "yhtään", "yksinomaan", "yleensä", "ylipäänsä",
})  # fmt: skip


def is_passive(word: str, lemma: str) -> bool:
    """Whether a lower-case form is a finite passive: tehdään, lähetettiin, tarkistettaisiin, ei lähetetä.

    The present connegative counts only where it differs from the infinitive (ei lähetetä, but not ei tehdä).
    The colloquial "me tehdään" counts too. An unknown lemma (equal to the word) is judged by its ending.
    """
    if word == lemma:
        return any(_BARE_PASSIVE.search(base) for base in _bases(word))
    verb = paradigm(lemma)
    return any(_is_finite_passive(base, verb, lemma) for base in _bases(word))


def is_passive_participle(word: str, lemma: str) -> bool:
    """Whether a lower-case form is the past passive participle in the nominative: lähetetty, (ei) tarkistettu, tehty.

    Nouns of the same shape (hattu, tyttö) are told apart by the lemma; if that is the word itself, three syllables
    and -ttu or -tty are required.
    """
    if word == lemma:
        return any(re.search(r"[aeiouyäö][^aeiouyäö]+[aeiouyäö]+t(?:tu|ty)$", base) for base in _bases(word))
    passive = paradigm(lemma).passive
    return any(base[-1:] in ("u", "y") and base[:-1] in passive for base in _bases(word))


def person(word: str, lemma: str) -> str:
    """Person of a lower-case finite verb form: "1sg", "2sg", "1pl", "2pl", or "" for all others.

    Covers present, imperfect, conditional, the negative verb and the imperative in -kaa or -kää. The imperative of
    the second person singular (tarkista!) is "": it is the same string as the negated form (en tarkista).
    """
    if (word in _FROZEN and lemma == word) or (word, lemma) in _NO_PERSON:
        return ""
    for base in _bases(_ALSO_NOT.sub(r"\1", word)):
        found = _NEGATIVE_VERB.get(base) or (_bare_person(base) if word == lemma else _verb_person(base, lemma))
        if found:
            return found
    return ""


def possessive(word: str, lemma: str) -> str:
    """Possessor that a suffix of a lower-case form names: "1sg", "2sg", "3", "1pl", "2pl", or "" without one.

    A verb's own endings are no possessor: lähetämme with lemma lähettää is "", tilauksemme is "1pl". The third person
    is one value for singular and plural. An unknown lemma (equal to the word) needs a case ending before the suffix.
    """
    for base in _bases(word):
        if base not in _FROZEN and not _is_finite(base, lemma):
            found = _bare_possessor(base) if word == lemma else _possessor(base, lemma)
            if found:
                return found
    return ""


def _bases(word: str) -> Iterator[str]:
    """The word itself, then the word without its last one and last two clitics, as long as something is left."""
    for _ in range(3):
        yield word
        shorter = _CLITIC.sub("", word)
        if shorter in (word, ""):
            return
        word = shorter


def _is_finite_passive(base: str, verb: Paradigm, lemma: str) -> bool:
    """Whether a form without clitics is present, past, conditional, potential or imperative passive of the verb."""
    if base in verb.passive_present:
        return True
    if base != lemma and base[-1:] in ("a", "ä") and f"{base}{base[-1]}n" in verb.passive_present:
        return True
    ending = re.search(r"(?:iin|[aä]isiin|[aä]isi|[aä]neen|[aä]koon|[aä]köön)$", base)
    return ending is not None and base[: ending.start()] in verb.passive


def _verb_person(base: str, lemma: str) -> str:
    """Person of a form without clitics of a known verb."""
    verb = paradigm(lemma)
    if base.endswith(("kaa", "kää")) and base[:-3] in verb.imperative:
        return "2pl"
    if base.endswith(("kaamme", "käämme")) and base[:-6] in verb.imperative:
        return "1pl"
    stems = verb.present | verb.past | verb.conditional
    return next((name for ending, name in _PERSON_ENDING if _stem(base, ending) in stems), "")


def _bare_person(base: str) -> str:
    """Person of a form without clitics by its ending alone; only long, unmistakable endings count."""
    return next((name for pattern, name in _BARE_PERSON if pattern.search(base)), "")


def _is_finite(base: str, lemma: str) -> bool:
    """Whether a form without clitics is a finite form of the lemma, third person past and conditional included."""
    if base == lemma:
        return bool(_bare_person(base)) or is_passive(base, lemma)
    verb = paradigm(lemma)
    bare = base in verb.present or base in verb.past or base in verb.conditional
    return bare or _is_finite_passive(base, verb, lemma) or bool(_verb_person(base, lemma))


def _possessor(base: str, lemma: str) -> str:
    """Possessor of a form without clitics whose lemma is another string."""
    for ending, name in _POSSESSIVE_ENDING:
        if base != lemma and _stem(base, ending)[-1:] in tuple("aeiouyäö"):
            return name
    return "3" if _THIRD.search(base) and not _is_plain(base, lemma) else ""


def _bare_possessor(base: str) -> str:
    """Possessor of a form without clitics by its ending alone."""
    for ending, name in _POSSESSIVE_ENDING:
        stem = _stem(base, ending)
        if _CASE_STEM.search(stem):
            return name
    return "3" if _BARE_THIRD.search(base) else ""


def _is_plain(base: str, lemma: str) -> bool:
    """Whether a form in -Vn has no possessor: asiaan of asia, tilaukseen of tilaus, olleen of olla."""
    joined, lemma = base.replace("-", ""), lemma.replace("-", "")
    adverb = re.search(r"[aeiouyäö].*[aeiouyäö](?:ss|ll|lt|est)[aä]$|e$", lemma)
    illative = joined == f"{lemma}{lemma[-1:]}n" and adverb is None
    return illative or joined == f"{lemma[:-1]}kseen" or (joined == f"{lemma[:-1]}een" and lemma[-1:] in ("a", "ä"))


def _stem(base: str, ending: str) -> str:
    """The form without the ending, or "" when it does not end so or nothing longer than one letter is left."""
    return base[: -len(ending)] if base.endswith(ending) and len(base) > len(ending) + 1 else ""
