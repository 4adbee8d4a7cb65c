"""What can go wrong in the engine, as one tree.

    StewardError
    ├── BadInput              a person gave us something we cannot use
    │   ├── BadFile           a path, file or archive that cannot be read
    │   ├── BadMapping        a mapping file that does not fit
    │   ├── BadPlay           a play's file that does not fit
    │   ├── BadScorecard      a scorecard file that does not fit
    │   └── BadAlerts         an alerts file that does not fit
    ├── NothingToShow         the question is fine, the stores hold no answer yet
    └── StoreUnavailable      a database is locked, missing or of another version

Every message is one clear sentence for a person: what is wrong, where, and what to do.
"""

from cs_engine.wording import sentence


class StewardError(Exception):
    """Anything we can explain to a person in one sentence.

    ``str`` is English, ``sentence`` can be said in other languages where the sentence was given as a phrase and values.
    """

    def __init__(self, said: str, /, **values: object) -> None:
        self.sentence = sentence(said, **values)
        super().__init__(str(self.sentence))


class BadInput(StewardError):
    """The input cannot be used; nothing was changed."""


class BadFile(BadInput):
    """A path, file or archive cannot be read."""


class BadMapping(BadInput):
    """A mapping file does not fit its data or our tables."""


class BadPlay(BadInput):
    """A play is malformed; the sentence starts with ``file:line: key`` as a scorecard's does."""


class BadScorecard(BadInput):
    """A scorecard is malformed.

    The sentence starts with ``file:line: key`` so that an editor can jump there.
    """


class BadAlerts(BadInput):
    """The company's own alerts file is malformed.

    The sentence starts with ``file:line: key``, as for scorecards.
    """


class NothingToShow(StewardError):
    """The stores are empty or hold no snapshot; the message names the next command."""


class StoreUnavailable(StewardError):
    """A database cannot be opened; the message says who holds it and what to do."""
