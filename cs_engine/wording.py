"""Sentences for people that can be said in any language: a template, and what is put into it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce


class Phrase(str):
    """English words of ours that catalogs translate; never words of anybody else."""

    __slots__ = ()


def phrase(source: str) -> Phrase:
    """Mark words that are translated where they are shown, so that they are found when catalogs are made."""
    return Phrase(source)


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a person is told; `str` says it in English.

    ``template`` is a `Phrase` with names in braces, ``values`` stand for them; a value may be a sentence itself.
    """

    template: str
    values: tuple[tuple[str, "str | Sentence"], ...] = ()

    def __str__(self) -> str:
        values = {name: str(value) for name, value in self.values}
        return self.template.format(**values) if values else self.template

    @property
    def templates(self) -> frozenset[str]:
        """Return the templates of the sentence and of those in it."""
        inner = (value.templates for _, value in self.values if isinstance(value, Sentence))
        return frozenset({self.template}).union(*inner)

    def reworded(self, words: Mapping[str, Phrase]) -> "Sentence":
        """Return the sentence with other templates, at any depth."""
        values = ((name, one if isinstance(one, str) else one.reworded(words)) for name, one in self.values)
        return Sentence(words.get(self.template, self.template), tuple(values))

    def changed(self, change: Callable[[str], str]) -> "Sentence":
        """Return the sentence with `change` done to every value."""
        values = ((name, change(one) if isinstance(one, str) else one.changed(change)) for name, one in self.values)
        return Sentence(self.template, tuple(values))


def sentence(said: str, /, **values: object) -> Sentence:
    """Make a sentence; what is no phrase of ours is taken as it is, and is not translated."""
    if not isinstance(said, Phrase):
        return Sentence("{said}", (("said", said),))
    kept = tuple((name, value if isinstance(value, Sentence) else str(value)) for name, value in values.items())
    return Sentence(said, kept)


def in_a_row(parts: Iterable[Sentence]) -> Sentence:
    """Return short sayings as one, divided by semicolons."""
    return reduce(lambda left, right: sentence(phrase("{left}; {right}"), left=left, right=right), parts)


def recognized(text: str, phrases: Iterable[Phrase]) -> Sentence:
    """Return words that were kept in English as the sentence they are; what none of the phrases says is taken as is."""
    for one in phrases:
        found = re.fullmatch(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(one)), text)
        if found:
            return sentence(one, **found.groupdict())
    return sentence(text)
