"""Where the parts of a document stand in its text: opening, closing, quotations. Offsets only, no facts."""
