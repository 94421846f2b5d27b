"""How a built site comes to where citizens read it, whole and unaltered."""
