"""All that a person sees: tables, diffs, progress, JSON."""
