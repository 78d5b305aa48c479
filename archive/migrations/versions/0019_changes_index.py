"""the index by which it is seen whether a document has changed"""

from __future__ import annotations

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_documents_revision", "documents")
    op.create_index("ix_documents_revision", "documents", ["revision", "updated"])


def downgrade() -> None:
    op.drop_index("ix_documents_revision", "documents")
    op.create_index("ix_documents_revision", "documents", ["revision"])
