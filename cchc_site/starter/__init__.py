"""A site of one's own to begin with, and the workflows that publish it: texts from answers.

Knows no MkDocs; skeleton/ holds the files of a new site.
"""
