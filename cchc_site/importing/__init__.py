"""What turns documents of other programs and sites into posts: `cchc import`."""
