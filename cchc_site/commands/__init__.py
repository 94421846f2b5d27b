"""The commands of `cchc`, by what they are for."""
