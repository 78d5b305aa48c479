"""What people say and what the law says: tables made by us, and how a query is widened and asked back by them."""

from indexer.vocabulary.asking import AskedBack, readings
from indexer.vocabulary.widening import Widened, widen

__all__ = ["AskedBack", "Widened", "readings", "widen"]
