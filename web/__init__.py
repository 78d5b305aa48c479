"""Flask pages, the JSON API and the command line."""
