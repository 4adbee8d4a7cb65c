"""Sentences for people that can be said in any language: a template, and what is put into it."""

from collections.abc import Callable
from dataclasses import dataclass


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
