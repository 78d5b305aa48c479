"""The commands of `cancu`, a room for each kind of work."""
