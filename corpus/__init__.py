"""Starter documents, loaders and evaluation sets."""
