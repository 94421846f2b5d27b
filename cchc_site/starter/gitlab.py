"""The jobs of a site as .gitlab-ci.yml.

Pure. Sources: docs.gitlab.com/ci/yaml; “Caching in GitLab CI/CD”: a branch that is protected is not
handed what others keep.
"""

from __future__ import annotations

import textwrap
from typing import Any

from cchc_site.starter import scripts
from cchc_site.starter.jobs import Job, JobStep, Pipeline, jobs
from cchc_site.starter.yaml_text import REMARK, written

Written = dict[str, Any]
_IMAGE = "python:3.13-trixie"
_RULES = {
    "push": '$CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH',
    "schedule": '$CI_PIPELINE_SOURCE == "schedule" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH',
    "manual": '$CI_PIPELINE_SOURCE == "web" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH',
    "request": '$CI_PIPELINE_SOURCE == "merge_request_event"',
}
_REPORTS = {"codequality": "chat-luong.json"}
_STAGES = {"mend": "mend", "check": "publish", "build": "publish"}
_MEND = ' && $CCHC_MEND == "1"'
_VALUES = {
    "SITE_URL": "$CI_PAGES_URL/",
    "REPOSITORY": "$CI_SERVER_URL/$CI_PROJECT_PATH.git",
    "BRANCH": "$CI_DEFAULT_BRANCH",
    "TOKEN": "$CI_JOB_TOKEN",
    "BASE": "$CI_MERGE_REQUEST_DIFF_BASE_SHA",
    "CCHC_DRAFTS": "1",
}


def files(pipeline: Pipeline) -> dict[str, str]:
    """The one file of a site on GitLab, by its path."""
    described = jobs(pipeline, scripts.ON_GITLAB)
    told: Written = {
        "default": {"image": _IMAGE, "timeout": "15 minutes"},
        "variables": {"GIT_DEPTH": "2", "NO_MKDOCS_2_WARNING": "1"},
        "workflow": {"rules": [{"if": rule} for rule in _RULES.values()]},
        "stages": ["mend", "publish", "review"],
        **{_name(job): _job(job, pipeline) for job in described},
    }
    return {".gitlab-ci.yml": written(told, pipeline.lead)}


def _name(job: Job) -> str:
    """GitLab publishes what a job of this name hands on."""
    return "pages" if job.name == "build" else job.name


def _job(job: Job, pipeline: Pipeline) -> Written:
    told: Written = {"stage": _STAGES.get(job.name, "review")}
    if job.writes:
        told[f"{REMARK}1"] = "Chỉ chạy khi có biến CCHC_MEND=1, và dự án cho phép CI ghi vào kho mã"
        told[f"{REMARK}2"] = "(Settings → CI/CD → Job token permissions)."
    told["rules"] = [{"if": _RULES[source] + (_MEND if job.writes else "")} for source in job.on]
    told["needs"] = [{"job": one, "optional": True} for one in job.before]
    if job.name == "accessibility":
        told["allow_failure"] = True
    told["cache"] = _cache() if job.state == "kept" else []
    needs = dict.fromkeys(name for task in job.tasks for name in task.needs)
    if needs:
        told["variables"] = {name: _VALUES[name] for name in needs}
    told["script"] = [_prepared(job, pipeline), *(_script(task, pipeline) for task in job.tasks)]
    if job.state == "kept":
        told["script"].append("cp -al site public")
        told["artifacts"] = {"paths": ["public"], "expire_in": "1 day"}
    elif job.offers:
        told["artifacts"] = {
            "when": "always",
            "paths": list(job.offers),
            "expire_in": "1 week",
            "reports": _REPORTS,
        }
    elif job.name == "check":
        told["artifacts"] = {"when": "always", "reports": _REPORTS}
    return told


def _cache() -> Written:
    """What the next run of the protected branch is handed."""
    return {
        f"{REMARK}1": "Chỉ là dữ liệu, không có gì được chạy. Nhưng có HTML của tin, nên giữ bật",
        f"{REMARK}2": "“Use separate caches for protected branches” (Settings → CI/CD): nhánh",
        f"{REMARK}3": "khác không ghi được vào bản nhớ của nhánh chính.",
        "key": {"files": ["mkdocs.yml", "requirements.txt"], "prefix": "site"},
        "paths": [".cache/cchc/", "site/"],
    }


def _prepared(job: Job, pipeline: Pipeline) -> str:
    lines = scripts.PREPARE
    if pipeline.form and not job.writes:
        lines += "apt-get update -q\napt-get install -qy --no-install-recommends nodejs npm\n"
    if "request" in job.on:
        lines += 'git fetch --quiet --depth 1 origin "$BASE"\n'
    if job.before:  # which may have written to the repository
        lines += 'git fetch --quiet --depth 2 origin "$CI_DEFAULT_BRANCH"\n'
        lines += "git checkout --quiet --detach FETCH_HEAD\n"
    return lines + (pipeline.install_review if job.reviews else pipeline.install)


def _script(task: JobStep, pipeline: Pipeline) -> str:
    """A script that ends by itself, whatever it sets."""
    run = task.run
    if task.daily:
        hour = "" if pipeline.schedule == "daily" else ' && [ "$(date -u +%H)" = 17 ]'
        run = f'if ! {{ [ "$CI_PIPELINE_SOURCE" = schedule ]{hour}; }}; then exit 0; fi\n{run}'
    alone = run.count("\n") == 1
    return run if alone else f"(\n{textwrap.indent(run, '  ')})\n"
