"""The queue of files to be read: survives a crash, reads no file twice to the end, and lets no file stop the others."""

from indexer.queueing.batches import Batches, summary
from indexer.queueing.model import ENDED, Entry
from indexer.queueing.queue import ReadingQueue
from indexer.queueing.workers import Workers

__all__ = ["ENDED", "Batches", "Entry", "ReadingQueue", "Workers", "summary"]
