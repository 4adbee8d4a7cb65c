"""How likely accounts are lost: what was said last, what was said before, and the models behind it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, Connection, RowMapping, and_, bindparam, delete, func, insert, select, update

from cs_engine.records.bands import Band
from cs_engine.records.churn_audit import Audit
from cs_engine.records.risk import AccountRisk, Step
from cs_engine.records.risk_view import KeptModel, KeptRisks, ModelCard, RiskLine
from cs_engine.records.sight import EVERYTHING, Sight
from cs_engine.storage.kinds import record_of, values_of
from cs_engine.storage.rows import Judged, Said
from cs_engine.storage.sight import in_sight
from cs_engine.storage.tables import CURRENT, SNAPSHOTS
from cs_engine.storage.tables_risks import ACCOUNT_RISKS, PAST_RISKS, RISK_MODELS, RISK_RUNS, SCORE_AUDITS

WEEK = timedelta(days=7)
MODELS_KEPT = 12
"""About a year of monthly learning: far enough to roll back to."""
BY_MODEL = (Step.SMALL, Step.FULL)


class Risks:
    """The same, within one transaction. What a person asks takes a ``sight``: accounts out of it do not exist."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, about: KeptRisks, risks: Sequence[AccountRisk]) -> None:
        """Keep probabilities in place of those before; once a week they are also kept for later."""
        for table in (RISK_RUNS, ACCOUNT_RISKS):
            self._connection.execute(delete(table))
        self._connection.execute(insert(RISK_RUNS), {"made_at": about.made_at, "about": about})
        if not risks:
            return
        self._connection.execute(insert(ACCOUNT_RISKS), [values_of(each) for each in risks])
        last = self._connection.scalar(select(func.max(PAST_RISKS.c.as_of)))
        if last is None or about.as_of - last >= WEEK:
            said = {"as_of": about.as_of, "model": about.model}
            rows = [{"account_id": each.account_id, "probability": each.probability, **said} for each in risks]
            self._connection.execute(insert(PAST_RISKS), rows)

    def about(self) -> KeptRisks | None:
        """Return what is about all probabilities, ``None`` where there never were any."""
        found: KeptRisks | None = self._connection.scalar(select(RISK_RUNS.c.about).limit(1))
        return found

    def of_account(self, account_id: str, sight: Sight = EVERYTHING) -> AccountRisk | None:
        """Return how likely one account is lost."""
        wanted = select(*ACCOUNT_RISKS.c).select_from(_KNOWN)
        wanted = wanted.where(ACCOUNT_RISKS.c.account_id == account_id, *in_sight(sight))
        row = self._connection.execute(wanted).mappings().first()
        return None if row is None else _risk(row)

    def by_model(self) -> dict[str, AccountRisk]:
        """Return what a model said of every account, without reasons; empty where no model spoke."""
        wanted = select(*ACCOUNT_RISKS.c).where(ACCOUNT_RISKS.c.step.in_(BY_MODEL))
        return {row["account_id"]: _risk(row) for row in self._connection.execute(wanted).mappings()}

    def judge(self, judged: Sequence[Judged]) -> None:
        """Judge the money at stake anew in snapshots that are there."""
        if not judged:
            return
        rows = [{f"of_{name}": value for name, value in values_of(each).items()} for each in judged]
        for table in (SNAPSHOTS, CURRENT):
            names = ("probability", "probability_basis", "probability_n", "expected_revenue_at_risk", "rank")
            key = and_(table.c.account_id == bindparam("of_account_id"), table.c.as_of == bindparam("of_as_of"))
            values: dict[str, BindParameter[Any]] = {name: bindparam(f"of_{name}") for name in names}
            self._connection.execute(update(table).where(key).values(values), rows)

    def lines(self, sight: Sight, most: int, *, early: bool) -> tuple[list[RiskLine], int]:
        """Return the accounts of the list, the most urgent first, and how many there are.

        Args:
            sight: who is there.
            most: lines.
            early: whether early warnings are wanted, or the others.
        """
        found, risk = CURRENT.c, ACCOUNT_RISKS.c
        wanted = (found.early_warning if early else ~found.early_warning, *in_sight(sight))
        order = (risk.probability * func.coalesce(found.arr, 0.0)).desc() if early else found.rank.desc()
        told = (found.name, found.band, found.owner, found.arr, found.currency, found.decision_date)
        expected = found.expected_revenue_at_risk.label("expected")
        query = select(*told, expected, *risk).select_from(_KNOWN).where(*wanted)
        query = query.order_by(order, risk.probability.desc(), risk.account_id).limit(most)
        rows = self._connection.execute(query).mappings().all()
        count = self._connection.scalar(select(func.count()).select_from(_KNOWN).where(*wanted)) or 0
        return [RiskLine(**{name: row[name] for name in _TOLD}, risk=_risk(row)) for row in rows], count

    def unknown(self, sight: Sight = EVERYTHING) -> int:
        """Return of how many accounts too little is known to say anything."""
        wanted = select(func.count()).select_from(CURRENT).where(CURRENT.c.band == Band.UNKNOWN, *in_sight(sight))
        return self._connection.scalar(wanted) or 0

    def said_before(self, until: date) -> list[Said]:
        """Return what was said up to a day, by day and account."""
        wanted = select(*PAST_RISKS.c).where(PAST_RISKS.c.as_of <= until)
        rows = self._connection.execute(wanted.order_by(PAST_RISKS.c.as_of, PAST_RISKS.c.account_id))
        return [record_of(Said, row) for row in rows]

    def put_model(self, card: ModelCard, content: bytes, *, in_use: bool) -> None:
        """Keep a model; the oldest ones that are not in use make room."""
        self._connection.execute(delete(RISK_MODELS).where(RISK_MODELS.c.id == card.id))
        row = {"id": card.id, "learned_at": card.learned_at, "in_use": False, "card": card, "content": content}
        self._connection.execute(insert(RISK_MODELS), row)
        if in_use:
            self.use_model(card.id)
        old = [each.card.id for each in self.models()[MODELS_KEPT:] if not each.in_use]
        self._connection.execute(delete(RISK_MODELS).where(RISK_MODELS.c.id.in_(old)))

    def models(self) -> list[KeptModel]:
        """Return all models, the newest first."""
        columns = RISK_MODELS.c
        wanted = select(columns.card, columns.in_use).order_by(columns.learned_at.desc(), columns.id)
        return [KeptModel(*row) for row in self._connection.execute(wanted)]

    def model_in_use(self) -> tuple[ModelCard, bytes] | None:
        """Return the model that is used, ``None`` without one."""
        wanted = select(RISK_MODELS.c.card, RISK_MODELS.c.content).where(RISK_MODELS.c.in_use)
        row = self._connection.execute(wanted).first()
        return None if row is None else (row.card, row.content)

    def use_model(self, model_id: str | None) -> bool:
        """Use one model from now on, or none; return whether it is there. A model that is not changes nothing."""
        known = select(RISK_MODELS.c.id).where(RISK_MODELS.c.id == model_id)
        if model_id is not None and self._connection.scalar(known) is None:
            return False
        self._connection.execute(update(RISK_MODELS).values(in_use=RISK_MODELS.c.id == (model_id or "")))
        return True

    def put_audit(self, found: Audit | None, at: datetime) -> None:
        """Keep the newest audit of the health score in place of the one before, or none."""
        self._connection.execute(delete(SCORE_AUDITS))
        if found is not None:
            self._connection.execute(insert(SCORE_AUDITS), {"made_at": at, "found": found})

    def audit(self) -> Audit | None:
        """Return the newest audit of the health score."""
        found: Audit | None = self._connection.scalar(select(SCORE_AUDITS.c.found).limit(1))
        return found


_KNOWN = ACCOUNT_RISKS.join(CURRENT, CURRENT.c.account_id == ACCOUNT_RISKS.c.account_id)
_TOLD = ("name", "band", "owner", "arr", "currency", "decision_date", "expected")


def _risk(row: RowMapping) -> AccountRisk:
    return record_of(AccountRisk, dict(row))
