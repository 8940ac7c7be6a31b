"""Evidence counts its changes, so that the search index knows what it has not seen."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: what is there was changed in the order of its numbers."""
    op.add_column("evidence", sa.Column("changed", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE evidence SET changed = number")
    op.create_index("evidence_changed", "evidence", ["workspace_id", "changed"], unique=False)


def downgrade() -> None:
    """Drop the column."""
    op.drop_index("evidence_changed", "evidence")
    op.drop_column("evidence", "changed")
