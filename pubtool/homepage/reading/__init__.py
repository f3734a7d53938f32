"""A hand-written page into publications, sections and style."""
