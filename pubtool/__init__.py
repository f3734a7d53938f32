"""Keep a publication list in one BibTeX file and the homepage that shows it."""

__version__ = "0.1.0"
