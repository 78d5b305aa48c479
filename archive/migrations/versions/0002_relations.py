"""relations between documents, and what they do to validity"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("parts", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("effects", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("citations", schema=None) as batch_op:
        batch_op.create_index("ix_citations_status_number", ["status", "number_key"], unique=False)
    op.create_table(
        "relations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("type", sa.String(length=60), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("number_key", sa.String(length=120), nullable=False),
        sa.Column("issued", sa.Date(), nullable=True),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("cited_start", sa.Integer(), nullable=False),
        sa.Column("cited_end", sa.Integer(), nullable=False),
        sa.Column("cited_text", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("mismatches", sa.JSON(), nullable=False),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("own_path", sa.String(length=200), nullable=False),
        sa.Column("effective", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("certainty", sa.String(length=12), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("decided", sa.DateTime(), nullable=True),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["documents.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["target_id"], ["documents.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("relations", schema=None) as batch_op:
        batch_op.create_index("ix_relations_number_key", ["number_key"], unique=False)
        batch_op.create_index("ix_relations_title_key", ["title_key"], unique=False)
        batch_op.create_index("ix_relations_source_kind", ["source_id", "kind"], unique=False)
        batch_op.create_index("ix_relations_target_kind", ["target_id", "kind"], unique=False)


def downgrade() -> None:
    op.drop_table("relations")
    with op.batch_alter_table("citations", schema=None) as batch_op:
        batch_op.drop_index("ix_citations_status_number")
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.drop_column("effects")
        batch_op.drop_column("parts")
