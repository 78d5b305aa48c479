"""the bin, and how long things are kept"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bin",
        sa.Column("document_id", sa.Integer(), sa.ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("person", sa.Integer()),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("binned", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "retentions",
        sa.Column("document_id", sa.Integer(), sa.ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
    )
    op.create_table(
        "retention_rules",
        sa.Column("type", sa.String(length=60), primary_key=True),
        sa.Column("years", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    for table in ("retention_rules", "retentions", "bin"):
        op.drop_table(table)
