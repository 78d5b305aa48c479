"""indexes of what lists and counts of documents look at"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_COLUMNS = ("issued", "created", "updated", "revision", "certainty")
_FLAGS = {"drafts": "draft IS 1", "samples": "sample IS 1"}


def upgrade() -> None:
    for name in _COLUMNS:
        op.create_index(f"ix_documents_{name}", "documents", [name])
    op.create_index("ix_documents_asked", "documents", [sa.text("json_array_length(review)")])
    for name, flag in _FLAGS.items():
        op.create_index(f"ix_documents_{name}", "documents", ["id"], sqlite_where=sa.text(flag))


def downgrade() -> None:
    for name in (*_FLAGS, "asked", *_COLUMNS):
        op.drop_index(f"ix_documents_{name}", "documents")
