"""The .bib: read through bibtexparser, edited without touching the rest."""
