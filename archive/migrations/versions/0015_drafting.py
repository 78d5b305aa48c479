"""a draft in its parts; its versions kept; who has it open"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# What is there becomes the first version that can be gone back to.
_FIRST = """
INSERT INTO draft_versions (draft_id, version, person_id, kind, title, text, parts, signing_date, bases, begun, saved)
SELECT id, version, owner_id, 'saved', title, text, NULL, signing_date, bases, updated, updated FROM drafts
"""


def upgrade() -> None:
    op.add_column("drafts", sa.Column("parts", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("drafts", sa.Column("part_versions", sa.JSON(), nullable=False, server_default="{}"))
    op.create_table(
        "draft_versions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("draft_id", sa.Integer(), sa.ForeignKey("drafts.id", ondelete="CASCADE"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("people.id", ondelete="SET NULL"), nullable=True),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("parts", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("signing_date", sa.Date(), nullable=True),
        sa.Column("bases", sa.JSON(), nullable=False),
        sa.Column("begun", sa.DateTime(), nullable=False),
        sa.Column("saved", sa.DateTime(), nullable=False),
    )
    op.create_index("ix_draft_versions_draft_id", "draft_versions", ["draft_id"])
    op.create_index("ix_draft_versions_person_id", "draft_versions", ["person_id"])
    op.create_table(
        "draft_presence",
        sa.Column("draft_id", sa.Integer(), sa.ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("window", sa.String(40), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=True),
        sa.Column("seen", sa.DateTime(), nullable=False),
    )
    op.create_index("ix_draft_presence_person_id", "draft_presence", ["person_id"])
    op.execute(_FIRST)


def downgrade() -> None:
    op.drop_table("draft_presence")
    op.drop_table("draft_versions")
    op.drop_column("drafts", "part_versions")
    op.drop_column("drafts", "parts")
