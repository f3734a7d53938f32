"""Person names: read them, write them, and tell whether two are one person's."""

from pubtool.names.bibtex import parse, split_list, to_bibtex
from pubtool.names.namesakes import namesake, same, same_list
from pubtool.names.owner import mark_me

__all__ = ["mark_me", "namesake", "parse", "same", "same_list", "split_list", "to_bibtex"]
