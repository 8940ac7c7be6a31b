"""What is remembered of a thread has a time, so that old things can go."""

import time

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: what is there counts as remembered now."""
    op.add_column("memories", sa.Column("at_us", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute(sa.table("memories", sa.column("at_us")).update().values(at_us=time.time_ns() // 1000))


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("memories", "at_us")
