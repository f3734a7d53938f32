"""The parts of an import, which `pubtool.actions.importing` puts together.

`bringing` reads pages and lists to `arrivals`, `completing` fills their gaps from the sources.
What the list has already is changed by `taking_over` (a page) or `joining` (another list).
"""
