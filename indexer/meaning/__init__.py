"""Search by meaning: a ledger of vectors (`ledger`), the file they are searched in (`blocks`), the reader (`index`),
and what fills them in the background (`filling`)."""
