"""Readings: which reading of an unclear question people chose."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "readings",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("meant", sa.Text(), nullable=False),
        sa.Column("member", sa.String(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "said"),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("readings")
