"""*Show the picture* under `/cs segments`: the map, to whoever clicks and nobody else."""

from concurrent.futures import Executor

from slack_bolt import Ack

from bot.access.answers import Answers
from bot.access.people import Caller
from bot.listeners.pictures import Drawn, send
from bot.middleware import Screen
from bot.rendering.pictures import Picture, Sent, sent
from bot.rendering.renderer import Renderer
from cs_engine.wording import phrase, sentence

MODULE = "cs_engine.segments.picture"
TITLE = phrase("Map of the segments")
ALT = phrase("A map of {customers} customers in {count} segments; /cs segments says the same in words.")


def send_picture(ack: Ack, screen: Screen, cs: Answers, renderer: Renderer, caller: Caller, later: Executor) -> None:
    """Draw the map of the accounts in sight and send it to the person's direct message."""
    ack()
    drawing = cs.segments.drawing()
    if drawing is None:
        screen.add(sent(renderer, Picture.SEGMENTS, Sent.NOTHING))
        return
    about = sentence(ALT, customers=drawing.customers, count=len(drawing.segments))
    send(screen, renderer, caller, later, Drawn(Picture.SEGMENTS, drawing, MODULE, sentence(TITLE), about))
