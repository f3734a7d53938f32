"""The hand-written homepage: sections out of the list, and the list out of sections."""
