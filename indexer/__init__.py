"""How a file becomes findable: read, repair, recognise, segment, tokenize, index, search."""
