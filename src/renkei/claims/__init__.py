"""What somebody said and how far it holds: figures of one subject stand side by side."""
