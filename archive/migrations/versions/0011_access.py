"""who may see a document and a draft, whose a kept search is, what lies in the bin"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What is there already belongs to the office: everybody goes on seeing it.
    for table in ("documents", "drafts"):
        op.add_column(table, sa.Column("access", sa.String(length=8), nullable=False, server_default="office"))
        # Said in SQL, for SQLite adds a column with its key so, without making the table anew.
        op.execute(f"ALTER TABLE {table} ADD COLUMN owner_id INTEGER REFERENCES people (id) ON DELETE SET NULL")
    op.add_column("documents", sa.Column("binned", sa.DateTime()))
    op.execute("ALTER TABLE saved_searches ADD COLUMN owner_id INTEGER REFERENCES people (id) ON DELETE CASCADE")
    op.create_index("ix_documents_named", "documents", ["id"], sqlite_where=sa.text("access <> 'office'"))
    op.create_index("ix_documents_binned", "documents", ["id"], sqlite_where=sa.text("binned IS NOT NULL"))
    op.create_index("ix_drafts_owner_id", "drafts", ["owner_id"])
    op.create_index("ix_saved_searches_owner_id", "saved_searches", ["owner_id"])
    for thing, column in (("document", "document_id"), ("draft", "draft_id")):
        table = f"{thing}_access"
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), primary_key=True),
            sa.Column(column, sa.Integer(), sa.ForeignKey(f"{thing}s.id", ondelete="CASCADE"), nullable=False),
            sa.Column("person_id", sa.Integer(), sa.ForeignKey("people.id", ondelete="CASCADE")),
            sa.Column("department_id", sa.Integer(), sa.ForeignKey("departments.id", ondelete="CASCADE")),
        )
        for name in (column, "person_id", "department_id"):
            op.create_index(f"ix_{table}_{name}", table, [name])


def downgrade() -> None:
    for table in ("draft_access", "document_access"):
        op.drop_table(table)
    for name, table in (
        ("ix_saved_searches_owner_id", "saved_searches"),
        ("ix_drafts_owner_id", "drafts"),
        ("ix_documents_binned", "documents"),
        ("ix_documents_named", "documents"),
    ):
        op.drop_index(name, table)
    for table in ("saved_searches", "drafts", "documents"):
        op.execute(f"ALTER TABLE {table} DROP COLUMN owner_id")
    for table in ("drafts", "documents"):
        op.execute(f"ALTER TABLE {table} DROP COLUMN access")
    op.execute("ALTER TABLE documents DROP COLUMN binned")
