"""The jobs of a site as workflows of GitHub Actions, and of Forgejo, which runs the same syntax.

Pure. Actions are pinned by commit. Sources: docs.github.com/actions, “Workflow syntax”;
forgejo.org/docs, “Actions”. On Forgejo plain git and the machine's own tools take the place of
actions, but for the cache and the files that a run hands on.
"""

from __future__ import annotations

import re
from typing import Any

from cchc_site.starter import scripts
from cchc_site.starter.jobs import Job, JobStep, Pipeline, jobs
from cchc_site.starter.yaml_text import REMARK, written

PINS = {
    "actions/checkout": ("3d3c42e5aac5ba805825da76410c181273ba90b1", "v7.0.1"),
    "actions/setup-python": ("5fda3b95a4ea91299a34e894583c3862153e4b97", "v7.0.0"),
    "actions/configure-pages": ("45bfe0192ca1faeb007ade9deae92b16b8254a0d", "v6.0.0"),
    "actions/cache": ("0057852bfaa89a56745cba8c7296529d2fc39830", "v4.3.0"),
    "actions/cache/restore": ("0057852bfaa89a56745cba8c7296529d2fc39830", "v4.3.0"),
    "actions/upload-artifact": ("043fb46d1a93c77aae656e7c1c64a875d1fc6a0a", "v7.0.1"),
    "actions/upload-pages-artifact": ("fc324d3547104276b827a68afc52ff2a11cc49c9", "v5.0.0"),
    "actions/deploy-pages": ("368f82528645a54fb793d4d04e342629a3f51346", "v5.0.1"),
}
"""The commit and the version of each action."""
_UPLOAD_OF_FORGEJO = ("c6a366c94c3e0affe28c06c8df20a878f24da3cf", "v3.2.2")
"""The last version of actions/upload-artifact that speaks with servers other than GitHub's."""
_RUNNER = "ubuntu-24.04"
_CODE = (
    "hashFiles('cchc_site/**', '!**/__pycache__/**', 'goi/**', 'mkdocs.yml', 'requirements.txt')"
)
_DAILY, _HOURLY = "15 17 * * *", "7 * * * *"
_PROTECTED = "github.ref == 'refs/heads/{branch}'"

_REASONS = {
    "contents: write": "ghi tin đã nhập, đã sửa vào nhánh chính",
    "pages: read": "hỏi địa chỉ của trang",
    "pages: write": "công bố trang",
    "id-token: write": "cho biết kho mã nào công bố",
}
"""Why a job has a right that is more than reading."""

Written = dict[str, Any]


def files(pipeline: Pipeline) -> dict[str, str]:
    """The workflow files of a site on GitHub or Forgejo, by their paths."""
    folder = ".github" if pipeline.forge == "github" else ".forgejo"
    described = jobs(pipeline, scripts.ON_ACTIONS)
    lead = pipeline.lead
    crons = [_DAILY] if pipeline.schedule == "daily" else [_DAILY, _HOURLY]
    pages: Written = {
        "name": "Trang tin",
        "on": {
            "push": {"branches": [pipeline.branch]},
            "schedule": [{"cron": cron} for cron in crons],
            "workflow_dispatch": None,
        },
        "permissions": {},
        "concurrency": {"group": "pages", "cancel-in-progress": False},
        "env": _COMMON,
        "jobs": {job.name: _job(job, pipeline) for job in described if "request" not in job.on}
        | _deploy(pipeline),
    }
    preview: Written = {
        "name": "Xem trước",
        "on": {"pull_request": None},
        "permissions": {},
        "concurrency": {"group": "preview-${{ github.ref }}", "cancel-in-progress": True},
        "env": _COMMON,
        "jobs": {job.name: _job(job, pipeline) for job in described if "request" in job.on},
    }
    return {
        f"{folder}/workflows/pages.yml": _text(pages, lead, pipeline),
        f"{folder}/workflows/preview.yml": _text(preview, lead, pipeline),
    }


_COMMON = {"NO_MKDOCS_2_WARNING": "1"}


def _text(workflow: Written, lead: str, pipeline: Pipeline) -> str:
    """The text of a workflow, the version of each action beside its commit."""
    text = written(workflow, lead).replace(": null\n", ":\n")
    for right, reason in _REASONS.items():
        text = text.replace(f"      {right}\n", f"      {right} # {reason}\n")
    return re.sub(
        r"uses: ([\w/-]+)\n", lambda match: f"uses: {_pinned(match[1], pipeline)}\n", text
    )


def _pinned(action: str, pipeline: Pipeline) -> str:
    commit, version = PINS[action]
    if pipeline.forge == "forgejo" and action == "actions/upload-artifact":
        commit, version = _UPLOAD_OF_FORGEJO
    return f"{action}@{commit} # {version}"


def _job(job: Job, pipeline: Pipeline) -> Written:
    """A job with its rights, which are the least."""
    on_github = pipeline.forge == "github"
    rights: Written = {"contents": "write" if job.writes else "read"}
    if _knows_its_address(job, pipeline):
        rights["pages"] = "read"
    told: Written = {"name": job.title}
    if job.before:
        told["needs"] = list(job.before)
        done = (f"needs.{one}.result != 'failure'" for one in job.before)
        told["if"] = f"${{{{ {' && '.join(('!cancelled()', *done))} }}}}"
    elif job.on == ("push",):
        told["if"] = "github.event_name == 'push'"
    elif job.on == ("schedule",):
        told["if"] = f"github.event.schedule == '{_DAILY}'"
    told |= {"runs-on": _RUNNER if on_github else "ubuntu-latest", "timeout-minutes": 15}
    told["permissions"] = rights
    if any("DEPLOY_KEY" in task.needs for task in job.tasks):
        told["environment"] = {"name": "may-chu"}
    steps = [*(_on_github if on_github else _on_forgejo)(job, pipeline)]
    if job.state:
        steps.append(_state(job, pipeline))
    steps += [_step(task, job, pipeline) for task in job.tasks]
    if job.offers and "request" in job.on:
        steps.append(
            {
                "name": "Giữ bản xem trước một tuần",
                "uses": "actions/upload-artifact",
                "with": {
                    "name": "xem-truoc",
                    "path": "".join(f"{folder}\n" for folder in job.offers),
                    "retention-days": 7,
                    "include-hidden-files": True,
                },
            }
        )
    elif job.offers:
        steps.append(
            {
                "name": "Gói trang để công bố",
                "uses": "actions/upload-pages-artifact",
                "with": {"path": "site", "include-hidden-files": True},
            }
        )
    return {**told, "steps": steps}


def _on_github(job: Job, pipeline: Pipeline) -> list[Written]:
    """Steps that bring the files, Python and what is installed."""
    checkout: Written = {"persist-credentials": False, "fetch-depth": 2}
    python: Written = {"python-version": "3.13"}
    if "request" not in job.on:
        checkout["ref"] = pipeline.branch  # with what the job before has written
    if not job.writes:
        python |= {"cache": "pip", "cache-dependency-path": "requirements*.txt"}
    steps: list[Written] = [
        {"name": "Lấy tệp của trang", "uses": "actions/checkout", "with": checkout},
        {"name": "Chuẩn bị Python", "uses": "actions/setup-python", "with": python},
        {"name": "Cài những gì dựng trang", "run": _prepared(job, pipeline)},
    ]
    if _knows_its_address(job, pipeline):
        ask = {"name": "Hỏi địa chỉ của trang", "id": "pages", "uses": "actions/configure-pages"}
        steps.append(ask)
    return steps


def _knows_its_address(job: Job, pipeline: Pipeline) -> bool:
    """Whether the forge tells the job where the site will be; else mkdocs.yml does."""
    return pipeline.deploy == "pages" and job.name == "build"


def _on_forgejo(job: Job, pipeline: Pipeline) -> list[Written]:
    """The same by git and the packages of the machine."""
    wanted = "ca-certificates curl git python3-venv"
    if pipeline.deploy == "rsync" and job.name == "build":
        wanted += " openssh-client rsync"
    request = "request" in job.on
    fetch = scripts.FETCH + (scripts.FETCH_BASE if request else "")
    env = {
        "REPOSITORY": "${{ github.server_url }}/${{ github.repository }}.git",
        "REVISION": "${{ github.sha }}" if request else pipeline.branch,
        "TOKEN": "${{ github.token }}",
    }
    if request:
        env["BASE"] = _base(pipeline)
    return [
        {
            "name": "Cài chương trình của máy",
            "run": f"apt-get update -q\napt-get install -qy --no-install-recommends {wanted}\n",
        },
        {"name": "Lấy tệp của trang", "env": env, "run": fetch},
        {"name": "Cài những gì dựng trang", "run": _prepared(job, pipeline)},
    ]


def _prepared(job: Job, pipeline: Pipeline) -> str:
    return f"{scripts.PREPARE}{pipeline.install_review if job.reviews else pipeline.install}"


def _state(job: Job, pipeline: Pipeline) -> Written:
    """What brings back the last site and what its build knew."""
    key = f"site-${{{{ {_CODE} }}}}-"
    paths = {"path": ".cache/cchc\nsite\n"}
    if job.state == "borrowed":
        return {
            "name": "Mượn bản dựng trước của nhánh chính",
            REMARK: "Chỉ đọc: lần chạy này không giữ lại gì cho lần nào khác.",
            "uses": "actions/cache/restore",
            "with": paths | {"key": f"{key}none", "restore-keys": f"{key}\n"},
        }
    return {
        "name": "Lấy lại trang và bản nhớ của lần dựng trước",
        f"{REMARK}1": "Chỉ là dữ liệu, không có gì được chạy. Nhưng có HTML của tin, nên chỉ",
        f"{REMARK}2": "lấy từ lần chạy của nhánh chính, với cùng mã: bỏ một lần lưu thì",
        f"{REMARK}3": "điều nó để lại cũng bỏ.",
        "if": _PROTECTED.format(branch=pipeline.branch),
        "uses": "actions/cache",
        "with": paths
        | {
            "key": f"{key}${{{{ github.run_id }}}}-${{{{ github.run_attempt }}}}",
            "restore-keys": f"{key}\n",
        },
    }


def _step(task: JobStep, job: Job, pipeline: Pipeline) -> Written:
    step: Written = {"name": task.name}
    if task.daily:
        step["if"] = f"github.event.schedule == '{_DAILY}'"
    values = {
        "SITE_URL": "${{ steps.pages.outputs.base_url }}/"
        if _knows_its_address(job, pipeline)
        else "",
        "REPOSITORY": "${{ github.server_url }}/${{ github.repository }}.git",
        "BRANCH": pipeline.branch,
        "TOKEN": "${{ github.token }}",
        "BASE": _base(pipeline),
        "CCHC_DRAFTS": "1",
        "DEPLOY_HOST": "${{ vars.DEPLOY_HOST }}",
        "DEPLOY_KEY": "${{ secrets.DEPLOY_KEY }}",
        "DEPLOY_TARGET": "${{ vars.DEPLOY_TARGET }}",
    }
    if env := {name: values[name] for name in task.needs if values[name]}:
        step["env"] = env
    step["run"] = task.run
    return step


def _base(pipeline: Pipeline) -> str:
    """What a pull request would be merged into; GitHub hands a run the merge itself."""
    return "HEAD^1" if pipeline.forge == "github" else "${{ github.event.pull_request.base.sha }}"


def _deploy(pipeline: Pipeline) -> Written:
    """The job that alone may publish, where the forge has pages of its own."""
    if pipeline.deploy != "pages":
        return {}
    return {
        "deploy": {
            "name": "Công bố",
            "needs": ["build"],
            "if": "${{ !cancelled() && needs.build.result == 'success' }}",
            "runs-on": _RUNNER,
            "timeout-minutes": 15,
            "permissions": {"pages": "write", "id-token": "write"},
            "environment": {
                "name": "github-pages",
                "url": "${{ steps.deployment.outputs.page_url }}",
            },
            "steps": [
                {
                    "name": "Công bố lên GitHub Pages",
                    "id": "deployment",
                    "uses": "actions/deploy-pages",
                }
            ],
        }
    }
