"""The stems of a Finnish verb, from its infinitive. Pure rules, no dictionary.

Source: Hakulinen et al. 2004, Iso suomen kielioppi (consonant gradation, verb stems).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

# Strong and weak grades before the last vowels; st, sk, sp and tk do not alternate.
_GRADES: Final = (
    ("lke", "lje"), ("rke", "rje"), ("hke", "hje"), ("uku", "uvu"), ("yky", "yvy"),
    ("kk", "k"), ("pp", "p"), ("tt", "t"), ("nk", "ng"), ("nt", "nn"), ("mp", "mm"),
    ("lt", "ll"), ("rt", "rr"), ("k", ""), ("p", "v"), ("t", "d"),
)  # fmt: skip

_LAST_VOWELS: Final = re.compile(r"[aeiouyäö]+$")

_NO_GRADES: Final = re.compile(r"(?:s[tkp]|tk)$")

# Verbs whose vowel stems cannot be read off the infinitive; prefixed verbs (aikaansaada) match by their end.
_IRREGULAR: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "tehdä": ("teke", "tee"),
        "nähdä": ("näke", "näe"),
        "juosta": ("juokse",),
        "seistä": ("seiso",),
        "käydä": ("käy", "käve"),
        "olla": ("ole", "oo"),
    }
)

_VOWEL_VERB: Final = re.compile(r"..[aeiouyäö][aä]$")

_DENTAL_VERB: Final = re.compile(r"(?:[aeiouyäö]{2}|h)d[aä]$")

_LIQUID_VERB: Final = re.compile(r"(?:ll|nn|rr|(?:[aeiouyäö]{2}|pe)st)[aä]$")

_CONTRACTED_VERB: Final = re.compile(r"(?:[aeiouyäö][^aeiouyäö]+[aeiouyäö]+|aa|[ayu]e)t[aä]$")

_NOUN_LIKE_VERB: Final = re.compile(r"(?:pöytä|aita|(?<!^)sota)$")


@dataclass(frozen=True, slots=True)
class Paradigm:
    """Stems one infinitive allows; each may hold candidates that no Finnish word uses, which is harmless."""

    present: frozenset[str]  # before -n, -t, -mme, -tte
    past: frozenset[str]  # with its -i: tarkisti-
    conditional: frozenset[str]  # with its -isi: tarkistaisi-
    imperative: frozenset[str]  # before -kaa, -kää
    passive: frozenset[str]  # with the t before -iin, -aisiin, -u: tarkistett-, teht-
    passive_present: frozenset[str]  # whole forms: tarkistetaan, tehdään


_NO_VERB: Final = Paradigm(*(frozenset[str](),) * 6)


@lru_cache(maxsize=8192)
def paradigm(lemma: str) -> Paradigm:
    """Stems of an infinitive; empty for a lemma that has no infinitive's shape."""
    if _NOUN_LIKE_VERB.search(lemma):
        return _NO_VERB
    if _VOWEL_VERB.search(lemma):
        return _vowel_verb(lemma)
    if _DENTAL_VERB.search(lemma) or _LIQUID_VERB.search(lemma):
        return _consonant_verb(lemma)
    return _contracted_verb(lemma) if _CONTRACTED_VERB.search(lemma) else _NO_VERB


def _vowel_verb(lemma: str) -> Paradigm:
    """Stems of puhua, ostaa, lähettää, lukea: strong infinitive, weak present, passive in -tt- with a turned to e."""
    strong = lemma[:-1]
    grades = {strong, *_weakened(strong)}
    with_e = {re.sub(r"[aä]$", "e", stem) for stem in grades}
    return Paradigm(
        present=frozenset(grades),
        past=frozenset(past for stem in grades for past in _vowel_pasts(stem)),
        conditional=frozenset({_before_i(strong) + "isi"}),
        imperative=frozenset({strong}),
        passive=frozenset(stem + "tt" for stem in with_e),
        passive_present=frozenset(f"{stem}t{lemma[-1] * 2}n" for stem in with_e),
    )


def _consonant_verb(lemma: str) -> Paradigm:
    """Stems of saada, tehdä, tulla, mennä, nousta: consonant stem before endings in k and t."""
    consonant = lemma[:-2]
    vowel = _irregular(lemma) or ({consonant} if lemma.endswith(("da", "dä")) else _with_e(consonant))
    return Paradigm(
        present=frozenset(vowel),
        past=frozenset(_before_i(stem) + "i" for stem in vowel),
        conditional=frozenset(_before_i(stem) + "isi" for stem in vowel),
        imperative=frozenset({consonant}),
        passive=frozenset({consonant + "t"}),
        passive_present=frozenset({f"{lemma}{lemma[-1]}n"}),
    )


def _contracted_verb(lemma: str) -> Paradigm:
    """Stems of haluta, tavata, tarvita, vanheta: weak infinitive; the present adds a, tse or ne to a strong stem."""
    grades = {lemma[:-2], *_strengthened(lemma[:-2])}
    present = {stem + tail for stem in grades for tail in (lemma[-1], "tse", "ne")}
    return Paradigm(
        present=frozenset(present),
        past=frozenset({stem + "si" for stem in grades} | {_before_i(stem) + "i" for stem in present}),
        conditional=frozenset(_before_i(stem) + "isi" for stem in present),
        imperative=frozenset({lemma[:-1]}),
        passive=frozenset({lemma[:-1] + "t"}),
        passive_present=frozenset({f"{lemma}{lemma[-1]}n"}),
    )


def _irregular(lemma: str) -> set[str]:
    """Vowel stems from the table of irregular verbs; empty for a regular one."""
    return {lemma.removesuffix(verb) + stem for verb, stems in _IRREGULAR.items() if lemma.endswith(verb) for stem in stems}


def _with_e(consonant: str) -> set[str]:
    """Vowel stems of tul-la, ajatel-la, nous-ta: an e is added and the last syllable may turn strong."""
    weak = consonant[:-1]
    return {f"{stem}{consonant[-1]}e" for stem in (weak, *_strengthened(weak))}


def _vowel_pasts(stem: str) -> Iterator[str]:
    """Imperfect stems a vowel stem may take: puhui, osti, antoi, tiesi, tunsi."""
    yield _before_i(stem) + "i"
    if stem.endswith(("a", "ä")):
        yield stem[:-1] + "i"
        yield stem[:-1] + "oi"
    if re.search(r"[lnr]t[aäe]$|[aeiouyäö]{2}t[aä]$", stem):
        yield stem[:-2] + "si"


def _before_i(stem: str) -> str:
    """A vowel stem as it stands before -i-: saa- to sa-, juo- to jo-, tule- to tul-, puhu- unchanged."""
    if re.search(r"(aa|ää|uu|yy|ee|oo|öö|ei|ii|[aou]i|[äöy]i)$", stem):
        return stem[:-1]
    if re.search(r"(uo|yö|ie)$", stem):
        return stem[:-2] + stem[-1]
    return stem[:-1] if stem.endswith(("e", "i")) else stem


def _weakened(stem: str) -> set[str]:
    """Weak grades of a strong vowel stem: lähettä- gives lähetä-; several candidates at most."""
    return _regraded(stem, _GRADES)


def _strengthened(stem: str) -> set[str]:
    """Strong grades of a weak stem: tava- gives tapa-, hylä- gives hylkä-."""
    inserted = re.sub(r"(?<=[aeiouyäölrh])([aeiouyäö])$", r"k\1", stem)
    return {inserted, *_regraded(stem, tuple((weak, strong) for strong, weak in _GRADES if weak))}


def _regraded(stem: str, pairs: tuple[tuple[str, str], ...]) -> set[str]:
    """The stem with its last consonants, or last letters, replaced by every pair that fits."""
    vowels = _LAST_VOWELS.search(stem)
    head = stem[: vowels.start()] if vowels else ""
    if vowels is None or _NO_GRADES.search(head):
        return set()
    clusters = {head.removesuffix(old) + new + vowels[0] for old, new in pairs if head.endswith(old)}
    return clusters | {stem.removesuffix(old) + new for old, new in pairs if stem.endswith(old)}
