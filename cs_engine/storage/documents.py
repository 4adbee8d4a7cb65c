"""What stands in a snapshot's document, read by the database: lists need a value or two of hundreds of documents."""

from sqlalchemy import JSON, ColumnElement, Connection, cast, type_coerce

from cs_engine.storage.tables import SNAPSHOTS


def in_document(connection: Connection, *path: str) -> ColumnElement[str | None]:
    """Return the value at a path of the document as text; NULL where there is none."""
    document = SNAPSHOTS.c.document
    is_json = cast(document, JSON) if connection.dialect.name == "postgresql" else type_coerce(document, JSON)
    found: ColumnElement[str | None] = is_json[path].as_string()
    return found
