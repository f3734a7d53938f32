"""A hand-written page into publications, sections and style; `reader` begins it.

The page: `headed` finds the sections, `blocks` cuts them up, `definitions` holds their links,
`habits` and `arrangement` tell how the page sets its papers. One item: `markup` reads it into
`marked` text, `handwritten` takes that apart by `titles`, `byline`, `legends`, `resources` and
`venueline`, which has `awards` and `numbering`.
"""
