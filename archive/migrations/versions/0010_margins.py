"""notes, tags, watches, recent searches"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _document(*, key: bool = False) -> sa.Column[int]:
    foreign = sa.ForeignKey("documents.id", ondelete="CASCADE")
    return sa.Column("document_id", sa.Integer(), foreign, nullable=False, primary_key=key)


def _person() -> sa.Column[int]:
    return sa.Column("person_id", sa.Integer(), sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), primary_key=True),
        _document(),
        _person(),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("quote", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("updated", sa.DateTime(), nullable=False),
    )
    op.create_index("ix_notes_document_id", "notes", ["document_id"])
    op.create_index("ix_notes_person_id", "notes", ["person_id"])
    op.create_table(
        "tags",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False, unique=True),
    )
    op.create_table(
        "document_tags",
        _document(key=True),
        sa.Column("tag_id", sa.Integer(), sa.ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("created", sa.DateTime(), nullable=False),
    )
    op.create_index("ix_document_tags_tag_id", "document_tags", ["tag_id"])
    op.create_table(
        "watches",
        sa.Column("id", sa.Integer(), primary_key=True),
        _person(),
        _document(),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("seen", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("person_id", "document_id", name="uq_watches"),
    )
    op.create_index("ix_watches_document_id", "watches", ["document_id"])
    op.create_table(
        "watched_states",
        _document(key=True),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("looked", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "document_changes",
        sa.Column("id", sa.Integer(), primary_key=True),
        _document(),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    op.create_index("ix_document_changes_document_at", "document_changes", ["document_id", "at"])
    op.create_table(
        "recent_searches",
        sa.Column("id", sa.Integer(), primary_key=True),
        _person(),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
    )
    op.create_index("ix_recent_searches_person_at", "recent_searches", ["person_id", "at"])


def downgrade() -> None:
    for table in (
        "recent_searches", "document_changes", "watched_states", "watches", "document_tags", "tags", "notes",
    ):  # fmt: skip
        op.drop_table(table)
