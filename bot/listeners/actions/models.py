"""*Show the picture* under `/cs model`: whether chances came true, to whoever clicks and nobody else."""

from concurrent.futures import Executor

from slack_bolt import Ack

from bot.access.answers import Answers
from bot.access.people import Caller
from bot.listeners.pictures import Drawn, send
from bot.middleware import Screen
from bot.rendering.pictures import Picture, Sent, sent
from bot.rendering.renderer import Renderer
from cs_engine.wording import phrase, sentence

MODULE = "cs_engine.churn.picture"
TITLE = phrase("Do chances of a loss come true?")
ALT = phrase(
    "What was said beside what happened, and how many losses the riskiest accounts hold, for {accounts} accounts on "
    "later days; /cs model says the most of it in words."
)


def send_model(ack: Ack, screen: Screen, cs: Answers, renderer: Renderer, caller: Caller, later: Executor) -> None:
    """Draw what the model in use was good for and send it to the person's direct message."""
    ack()
    tested = cs.risks.model().drawable
    if tested is None:
        screen.add(sent(renderer, Picture.MODEL, Sent.NOTHING))
        return
    about = sentence(ALT, accounts=f"{tested.accounts:,}")
    send(screen, renderer, caller, later, Drawn(Picture.MODEL, tested, MODULE, sentence(TITLE), about))
