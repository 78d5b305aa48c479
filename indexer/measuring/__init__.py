"""Measuring files: how a DOCX or PDF is laid out, read in the process that can be killed."""

from indexer.measuring.process import measure_file

__all__ = ["measure_file"]
