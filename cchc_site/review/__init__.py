"""What somebody sees of a change before it is public: which pages differ, with pictures of them.

Knows no MkDocs and no posts: it is handed folders of built pages.
"""
