"""Lives of customers, as one person may see them."""

from cs_engine.records.journey_view import JourneysView, LifeView
from cs_engine.records.sight import Sight
from cs_engine.service.journeys.desk import JourneyDesk


class JourneyAnswers:
    """Lives within one person's sight; nothing of them is money or a customer's words."""

    def __init__(self, desk: JourneyDesk, sight: Sight) -> None:
        """Ask `desk` for somebody who sees so much."""
        self._desk = desk
        self._sight = sight

    def view(self) -> JourneysView | None:
        """Return the life of all customers in sight, None where none was read yet."""
        return self._desk.view(self._sight)

    def life(self, account_id: str, name: str) -> LifeView | None:
        """Return one account's life, None where nothing dated is known of it."""
        return self._desk.life(account_id, name, self._sight)
