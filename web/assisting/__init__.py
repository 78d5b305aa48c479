"""An assistant inside the office (any program that speaks the Model Context Protocol) searches and cites here."""
