"""how a text was read: where each piece of it stands on its page, second readings, sources of the pages"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("texts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("placed", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("seconds", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("reading", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    with op.batch_alter_table("texts", schema=None) as batch_op:
        batch_op.drop_column("reading")
        batch_op.drop_column("seconds")
        batch_op.drop_column("placed")
