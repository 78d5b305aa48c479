"""from which document or template a draft was begun"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("drafts", sa.Column("begun_from", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("drafts", "begun_from")
