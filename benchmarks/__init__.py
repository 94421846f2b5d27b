"""This project beside other generators: one corpus, equal outputs, one table.

corpus (posts) → dialects (each generator's files) → peers and tools (sites and commands) →
measure and snapshot (what a build costs and touches) → bench (the order of builds) → report.
`make bench` runs it all; README.md here tells what is equal and what is not.
"""
