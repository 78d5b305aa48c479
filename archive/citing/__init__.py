"""Citing while one writes: what is typed to find a document (`typed`), the words that are put in (`inserting`), and the
wording of all mentions of a text, full the first time and short after (`mentions`)."""
