"""Proposals: changes that wait for a person."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "proposals",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("map_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "number"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "map_id"],
            ["maps.workspace_id", "maps.map_id"],
            name="proposals_of_map",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
    )
    op.create_index("proposals_of_map_open", "proposals", ["workspace_id", "map_id", "status"], unique=False)


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("proposals")
