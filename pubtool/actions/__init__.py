"""What the commands do: plain values in, frozen results out; no screen, no options."""
