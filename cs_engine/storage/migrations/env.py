"""What Alembic runs for every migration: our connection, our tables; no file of settings is needed."""

from alembic import context

from cs_engine.storage.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
