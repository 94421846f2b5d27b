"""The workflow files of a site, on each forge.

Pure.
"""

from __future__ import annotations

from collections.abc import Mapping

from cchc_site.starter import actions, gitlab
from cchc_site.starter.jobs import Pipeline


def files(pipeline: Pipeline) -> Mapping[str, str]:
    """The files that let a forge check, build, publish and review a site, by their paths."""
    return gitlab.files(pipeline) if pipeline.forge == "gitlab" else actions.files(pipeline)
