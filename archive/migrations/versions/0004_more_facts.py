"""authority, urgency, circulation and pages of a document"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("authority", sa.String(length=300), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("urgency", sa.String(length=30), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("circulation", sa.String(length=60), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("pages", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("documents", schema=None) as batch_op:
        for name in ("pages", "circulation", "urgency", "authority"):
            batch_op.drop_column(name)
