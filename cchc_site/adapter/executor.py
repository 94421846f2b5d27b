"""Who reads posts and renders pages, as the option `executor` says.

Part of the MkDocs adapter.
"""

from __future__ import annotations

from cchc_site.adapter import environment
from cchc_site.adapter.options import CchcConfig
from cchc_site.adapter.project import log
from cchc_site.base.workers import Cluster
from cchc_site.build import session


def cluster(options: CchcConfig) -> Cluster | None:
    """The cluster of the option, which nothing is asked of yet; None for this machine alone."""
    if options.executor is None:
        return None
    from cchc_site.base.dask_cluster import DaskCluster  # which few sites have

    return DaskCluster(options.executor, session.cores(), environment.code, log.info)
