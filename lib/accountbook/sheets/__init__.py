"""The sheets: Excel workbooks for what only people know, written from the book and read back into it."""
