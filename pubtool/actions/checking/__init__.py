"""The rules of `check`, by what they are about; `pubtool.actions.check` gathers them."""
