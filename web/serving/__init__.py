"""`cancu serve` at work: where it listens, which processes answer, what is done beside."""
