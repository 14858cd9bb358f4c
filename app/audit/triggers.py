"""The triggers that make the log append-only inside the database, on SQLite and on PostgreSQL.

A batch rebuild by a migration loses them, so migrations call `install` again at their end.
"""

from __future__ import annotations

from sqlalchemy import Connection, inspect

APPEND_ONLY = ("audit_event", "audit_checkpoint", "audit_tile")

# REPLACE deletes without firing a delete trigger, so SQLite also refuses an INSERT that is not the next.
_SQLITE_ORDER = """
CREATE TRIGGER IF NOT EXISTS audit_event_in_order BEFORE INSERT ON audit_event
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit_event)
BEGIN SELECT RAISE(ABORT, 'audit_event has no gaps: the next seq only'); END
"""
_SQLITE_CHECKPOINT_ORDER = """
CREATE TRIGGER IF NOT EXISTS audit_checkpoint_in_order BEFORE INSERT ON audit_checkpoint
WHEN NEW.size <= (SELECT coalesce(max(size), 0) FROM audit_checkpoint)
BEGIN SELECT RAISE(ABORT, 'audit_checkpoint only grows'); END
"""
_SQLITE_TILE_ORDER = """
CREATE TRIGGER IF NOT EXISTS audit_tile_in_order BEFORE INSERT ON audit_tile
WHEN NEW.number <> (SELECT coalesce(max(number), -1) + 1 FROM audit_tile WHERE level = NEW.level)
BEGIN SELECT RAISE(ABORT, 'audit_tile has no gaps: the next of its level only'); END
"""
_POSTGRESQL_TILE_ORDER = (
    """
CREATE OR REPLACE FUNCTION audit_tile_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.number <> (SELECT coalesce(max(number), -1) + 1 FROM audit_tile WHERE level = NEW.level) THEN
    RAISE EXCEPTION 'audit_tile has no gaps: the next of its level only';
  END IF;
  RETURN NEW;
END $$
""",
    """
CREATE OR REPLACE TRIGGER audit_tile_in_order BEFORE INSERT ON audit_tile
FOR EACH ROW EXECUTE FUNCTION audit_tile_in_order()
""",
)
_POSTGRESQL_ORDER = """
CREATE OR REPLACE FUNCTION audit_checkpoint_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.size <= (SELECT coalesce(max(size), 0) FROM audit_checkpoint) THEN
    RAISE EXCEPTION 'audit_checkpoint only grows';
  END IF;
  RETURN NEW;
END $$
"""
_POSTGRESQL = (
    _POSTGRESQL_ORDER,
    """
CREATE OR REPLACE TRIGGER audit_checkpoint_in_order BEFORE INSERT ON audit_checkpoint
FOR EACH ROW EXECUTE FUNCTION audit_checkpoint_in_order()
""",
    """
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$
""",
    """
CREATE OR REPLACE FUNCTION audit_event_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit_event) THEN
    RAISE EXCEPTION 'audit_event has no gaps: the next seq only';
  END IF;
  RETURN NEW;
END $$
""",
    """
CREATE OR REPLACE TRIGGER audit_event_in_order BEFORE INSERT ON audit_event
FOR EACH ROW EXECUTE FUNCTION audit_event_in_order()
""",
)


def install(connection: Connection) -> None:
    """Create the triggers where they are missing, on the tables that are there: the first migration knows no tiles."""
    tables = [table for table in APPEND_ONLY if inspect(connection).has_table(table)]
    for statement in _statements(connection.dialect.name, tables):
        connection.exec_driver_sql(statement)


def _statements(dialect: str, tables: list[str]) -> list[str]:
    tiled = "audit_tile" in tables
    if dialect == "postgresql":
        order = [*_POSTGRESQL, *(_POSTGRESQL_TILE_ORDER if tiled else ())]
        return [*order, *(_postgresql_refusal(table) for table in tables)]
    refusals = [_sqlite_refusal(table, verb) for table in tables for verb in ("UPDATE", "DELETE")]
    return [_SQLITE_ORDER, _SQLITE_CHECKPOINT_ORDER, *([_SQLITE_TILE_ORDER] if tiled else []), *refusals]


def _sqlite_refusal(table: str, verb: str) -> str:
    return (
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def _postgresql_refusal(table: str) -> str:
    return (
        f"CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
    )
