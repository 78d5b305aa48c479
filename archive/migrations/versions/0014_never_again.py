"""no id of a document is ever given twice: the highest that was taken away is remembered"""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# Kept by the database itself, so that no way of taking a document away can forget it.
_REMEMBER = """
CREATE TRIGGER documents_never_again AFTER DELETE ON documents BEGIN
  INSERT INTO settings (name, value) VALUES ('documents.highest_gone', OLD.id)
  ON CONFLICT (name) DO UPDATE SET value = OLD.id WHERE CAST(value AS INTEGER) < OLD.id;
END
"""
_KNOWN = """
INSERT INTO settings (name, value)
SELECT 'documents.highest_gone', max(document) FROM audit WHERE action = 'purged' HAVING max(document) IS NOT NULL
"""


def upgrade() -> None:
    op.execute(_KNOWN)
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_REMEMBER)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER documents_never_again")
    op.execute("DELETE FROM settings WHERE name = 'documents.highest_gone'")
