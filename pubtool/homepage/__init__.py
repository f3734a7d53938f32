"""The hand-written homepage: sections out of the list, and the list out of sections.

Rendering, from a paper to its Markdown: `style` (what is configured), `parts`, `links`,
`template` and `templates/`, `sections`. Writing it into the page: `page` plans it with
`headings`, `regions` (where the sections stand), `items`, `places` (what stands in them),
`recognition` (which paper an item is), `guard` (what would be lost) and `dates`. The other way,
from a page that a person has typed to papers: `reading`.
"""
