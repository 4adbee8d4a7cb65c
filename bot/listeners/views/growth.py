"""The window of growth plans, submitted."""

from slack_bolt import Ack

from bot.access.answers import Answers
from bot.growth.entered import filled
from bot.growth.windows import growth_window
from bot.middleware import Screen
from bot.rendering.renderer import Renderer
from cs_engine.wording import sentence


def calculate_growth(  # Bolt passes arguments by name
    ack: Ack, screen: Screen, cs: Answers, renderer: Renderer
) -> None:
    """Show what the plan comes to above its numbers; what cannot be calculated with is said beside its number."""
    entered = filled(screen.body["view"])
    if entered.problems:
        said = {field.value: renderer.plainly(sentence(problem)) for field, problem in entered.problems.items()}
        ack(response_action="errors", errors=said)
        return
    done = cs.growth.calculated(entered.inputs, entered.margin)
    ack(response_action="update", view=growth_window(renderer, cs.growth.basis(), entered.typed, done))
