"""Alembic's entry; kpbot.storage.migrate hands it an open connection."""

from alembic import context

from kpbot.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()
