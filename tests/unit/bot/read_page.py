"""A page as a person or a screen reader meets it: sections by heading, tables as rows, pictures by their titles."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

SILENT = frozenset({"style", "title", "desc", "head"})
"""What stands in no line of the page."""
BLOCKS = frozenset({"p", "h1", "h3", "td", "th", "caption", "figcaption", "summary"})
"""What begins a line or a cell of its own."""


@dataclass
class Picture:
    """One picture: its role, what it is called and described as, and the words in it."""

    role: str | None
    title: str = ""
    description: str = ""
    words: list[str] = field(default_factory=list)


@dataclass
class Section:
    """What stands below one heading of the second level."""

    words: list[str] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All that is read, on one line."""
        return " ".join("".join(self.words).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sections = {"": Section()}
        self.now = self.sections[""]
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside.append(tag)
        if tag in BLOCKS:
            self.now.words.append(" ")
        if tag == "svg":
            self.now.pictures.append(Picture(dict(attrs).get("role")))
        elif tag == "table":
            self.now.tables.append([])
        elif tag == "tr":
            self.now.tables[-1].append([])
        elif tag in {"td", "th"}:
            self.now.tables[-1][-1].append("")
        if tag == "meta":
            self.inside.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "h2" in self.inside:
            self.now = self.sections[data] = Section()
        elif "svg" in self.inside:
            self._of_picture(self.now.pictures[-1], data)
        elif not SILENT & set(self.inside):
            self.now.words.append(data)
            if {"td", "th"} & set(self.inside):
                self.now.tables[-1][-1][-1] += data

    def _of_picture(self, picture: Picture, data: str) -> None:
        if self.inside[-1] == "desc":
            picture.description += data
        elif self.inside[-2:] == ["svg", "title"]:
            picture.title += data
        elif self.inside[-1] == "text":
            picture.words.append(data)


def sections(page: str) -> dict[str, Section]:
    """Return what stands below each heading; what stands above the first one is under an empty name."""
    reader = _Reader()
    reader.feed(page)
    return reader.sections
