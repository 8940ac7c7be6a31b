"""Runs the migrations on the connection that the opening of the stores hands over."""

from alembic import context

from storage.backends.sql_tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
