"""Sample documents of an invented commune, written for this project: no legal force, marked as samples everywhere."""
