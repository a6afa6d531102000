"""The forms a name takes: Finnish cases with their change of consonants, Swedish and English genitives."""

from __future__ import annotations

from functools import lru_cache

# Strong and weak grade at the border of the last syllable; "" where the consonant falls away (Mäki, Mäen).
_GRADES = (
    ("kk", "k"), ("pp", "p"), ("tt", "t"), ("nk", "ng"), ("nt", "nn"), ("mp", "mm"), ("lt", "ll"), ("rt", "rr"),
    ("ht", "hd"), ("t", "d"), ("p", "v"), ("k", ""),
)  # fmt: skip
_VOWELS = "aeiouyäöå"
_CASES = (
    "n", "a", "ä", "ta", "tä", "tta", "ttä", "na", "nä", "ksi", "ssa", "ssä", "sta", "stä", "lla", "llä", "lta", "ltä", "lle",
    "tta", "ttä", "t", "en", "hen", "han", "hin", "hon", "hun", "hyn", "hän", "hön", "seen", "jen", "ja", "jä", "ien",
    *(f"{vowel}n" for vowel in _VOWELS),
)  # fmt: skip
_OWNERS = ("", "ni", "si", "nsa", "nsä", "mme", "nne")
_CLITICS = ("", "kin", "kaan", "kään", "ko", "kö", "han", "hän", "pa", "pä")
ENDINGS = frozenset(f"{case}{owner}{clitic}" for case in ("", *_CASES) for owner in _OWNERS for clitic in _CLITICS)
_GENITIVES = ("'s", "’s", ":n", ":lle", ":lla", ":lta", ":ta", ":s", "s", "'", "’")
SHORTEST_STEM = 2


@lru_cache(maxsize=16_384)
def is_form_of(word: str, name: str) -> bool:
    """Whether a word is the name or a form of it; both in small letters.

    >>> is_form_of("matille", "matti"), is_form_of("virtasen", "virtanen"), is_form_of("annos", "anna")
    (True, True, False)
    """
    if word == name or any(word == name + genitive for genitive in _GENITIVES):
        return True
    return any(word.startswith(stem) and word[len(stem) :] in ENDINGS for stem in stems(name))


@lru_cache(maxsize=16_384)
def stems(name: str) -> tuple[str, ...]:
    """What the endings are put to; the name itself comes first."""
    if len(name) <= SHORTEST_STEM:
        return (name, f"{name}i") if name[-1] not in _VOWELS else (name,)
    found = [name]
    if name.endswith("nen"):
        found += [f"{name[:-3]}se", f"{name[:-3]}s"]
    elif name.endswith("s"):
        # Markus, Markuksen; Johannes, Johanneksen; Tuomas, Tuomaan; Kallis, Kalliin
        found += [f"{name[:-1]}kse", f"{name[:-1]}s", f"{name[:-1]}{name[-2]}", f"{name}i"]
    elif name[-1] not in _VOWELS:
        found.append(f"{name}i")
    else:
        found += _graded(name)
        if name[-1] == "i":
            found += [f"{one[:-1]}e" for one in (name, *_graded(name))]
        elif name[-1] == "e":
            found.append(f"{name}e")
    return tuple(dict.fromkeys(found))


def _graded(name: str) -> list[str]:
    """The name in its weak grade: Matti, Mati-; Pekka, Peka-; Lahti, Lahdi-."""
    body, vowel = name[:-1], name[-1]
    return [f"{body[: -len(strong)]}{weak}{vowel}" for strong, weak in _GRADES if body.endswith(strong)]


@lru_cache(maxsize=16_384)
def beginning(name: str) -> str:
    """What every form of the name begins with: quickly looked for in a text."""
    forms = stems(name)
    shortest = min(map(len, forms))
    length = next((place for place in range(shortest) if len({one[place] for one in forms}) > 1), shortest)
    return forms[0][:length]


@lru_cache(maxsize=4_096)
def bases(word: str) -> tuple[str, ...]:
    """The names, in small letters, that a word in small letters may be a form of: the way back from `is_form_of`.

    >>> {"liisa", "liis"} <= set(bases("liisalle")), "virtanen" in bases("virtasen")
    (True, True)
    """
    found = dict.fromkeys([word, *(word.removesuffix(one) for one in _GENITIVES)])
    for place in range(SHORTEST_STEM, len(word) + 1):
        if word[place:] in ENDINGS:
            found |= dict.fromkeys(_names_of(word[:place]))
    return tuple(name for name in found if len(name) >= SHORTEST_STEM and is_form_of(word, name))


@lru_cache(maxsize=4_096)
def is_form_of_given(word: str, name: str) -> bool:
    """Whether a word is a form of a given name; these keep an i (Matti, Matin) where a surname may have an e (Niemi, Niemen)."""
    if word == name or any(word == name + genitive for genitive in _GENITIVES):
        return True
    kept = [one for one in stems(name) if not one.endswith("e") or name.endswith(("e", "s"))]
    return any(word.startswith(stem) and word[len(stem) :] in ENDINGS for stem in kept)


def _names_of(stem: str) -> list[str]:
    """The names that may have this stem; some that have not are among them."""
    body, last = stem[:-1], stem[-1:]
    found = [stem, body, f"{body}s", f"{body}nen", f"{stem[:-2]}nen", f"{stem[:-3]}s"]
    graded = [stem, f"{body}i"] if last == "e" else [stem]
    for one in graded:
        found += [f"{one[:-1].removesuffix(weak)}{strong}{one[-1]}" for strong, weak in _GRADES if one[:-1].endswith(weak)]
    return [*found, *graded]
