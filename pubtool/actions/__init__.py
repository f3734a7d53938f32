"""What the commands do: plain values in, frozen results out; no screen, no options.

A module has its command's name: `init`, `add`, `edit` (and remove), `accept` (and attach),
`refresh` (and its `reports`), `importing` (its parts are in `imports`), `render`, `check` (its
rules are in `checking`), `listing` (for list, export and stats), `show`, `stats`, `status`.
Whatever writes goes through `writing`.

What they share: `gathering` (references to papers), `matching` and `counterparts` (is it there
already?), `unread` (is it in an entry that cannot be read?), `merging` (what the list takes from
a source), `wishes` (what the user says), `sites` (whose page is where), `volumes`, `grouping`,
`interrupts`.
"""
