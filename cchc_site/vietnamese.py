"""What the mkdocs.yml of sites names: `!!python/name:cchc_site.vietnamese.slug`."""

from cchc_site.base.vietnamese import slug

__all__ = ["slug"]
