"""Saying in a Word file what a check found: comments and tracked changes, everything else byte for byte as it was."""

from indexer.annotating.remark import Remark

__all__ = ["Remark"]
