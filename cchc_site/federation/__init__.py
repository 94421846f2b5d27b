"""What other sites publish, for a portal that shows it: which communes there are, what each said at
the last reading, and since when one has not answered. Every byte that comes from there is hostile.
"""
