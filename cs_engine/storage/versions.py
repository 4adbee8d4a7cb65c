"""Which version the tables of a memory have, and how they are brought to ours."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select

from cs_engine.errors import StoreUnavailable

MIGRATING = 0x_4D_45_4D_4F
"""The advisory lock that whoever changes the tables in PostgreSQL holds; any number that nobody else uses."""
_SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(connection: Connection, address: str) -> None:
    """Bring the tables to the version of this program; nothing happens when they have it.

    Args:
        connection: inside a transaction; of two processes starting together one waits and finds the work done,
            as it holds the write lock in SQLite, and takes a lock of its own in PostgreSQL.
        address: where the memory is, for the sentence.

    Raises:
        StoreUnavailable: a newer program has already changed the tables.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(MIGRATING)))
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    version = MigrationContext.configure(connection).get_current_revision()
    scripts = ScriptDirectory.from_config(config)
    if version == scripts.get_current_head():
        return
    if version is not None and version not in {script.revision for script in scripts.walk_revisions()}:
        raise StoreUnavailable(
            f"The memory at {address} was written by a newer version of Steward (its tables are at {version}, "
            f"this program knows up to {scripts.get_current_head()}); upgrade Steward, or use another memory."
        )
    command.upgrade(config, "head")
