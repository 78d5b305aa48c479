"""What is held: documents, files, numbers, citations, validity, drafts. Knows nothing of Flask, Whoosh or OCR."""
