"""how each copy of a document was read, so that copies can be compared"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("document_files", sa.Column("about", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("document_files", "about")
