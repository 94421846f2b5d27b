"""The shell scripts of the workflows: every call of a command stands here, once for all forges.

Pure. Each runs by `bash -e` in the folder of the site. What only one run needs lies in .cache/ci:
beside the site, so that its files can be linked there.
"""

from __future__ import annotations

from typing import NamedTuple

PREPARE = """\
mkdir -p .cache/ci
"""
INSTALL = """\
python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check -r {requirements}
"""
BROWSER = """\
command -v chromium || command -v google-chrome || .venv/bin/playwright install --with-deps chromium
"""
QUICK = """\
.venv/bin/cchc check --quick
"""
FORM = """\
.venv/bin/cchc admin build
"""
BUILD = """\
.venv/bin/mkdocs build --strict
"""
VERIFY = """\
status=0
.venv/bin/cchc verify > .cache/ci/verify.txt || status=$?
cat .cache/ci/verify.txt
if [ "$status" -ne 3 ]; then exit "$status"; fi
find .cache/cchc -mindepth 1 -maxdepth 1 ! -name federation -exec rm -rf {{}} +
rm -rf site
.venv/bin/mkdocs build --strict
said="Trang khác bản dựng từ đầu; đã bỏ .cache/cchc, dựng lại và công bố bản mới."
{warn}
"""
LINKS = """\
.venv/bin/cchc links site
"""
PUBLISHED = """\
sitemap=$(sed -n 's/^Sitemap: //p' site/robots.txt)
if curl --silent --show-error --fail --location --output .cache/ci/sitemap.xml "$sitemap"; then
  .venv/bin/cchc check --published .cache/ci/sitemap.xml
else
  echo "Chưa có trang nào được công bố: $sitemap"
fi
"""
INBOX = """\
git config user.name "Trang tin"
git config user.email "trang-tin@noreply.invalid"
if [ -d posts/_word ]; then
  .venv/bin/cchc import posts/_word --inbox --report .cache/ci/word.md
  git add --all -- posts
  git diff --cached --quiet || git commit --quiet --message "Nhập tệp Word thành bản nháp"
fi
.venv/bin/cchc check --fix --commit || echo "Còn chỗ phải sửa bằng tay; lần kiểm tra sau nói rõ."
"""
COMMIT = """\
GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=http.extraHeader
GIT_CONFIG_VALUE_0="Authorization: Basic $(printf '%s' "{user}:$TOKEN" | base64 --wrap=0)"
export GIT_CONFIG_COUNT GIT_CONFIG_KEY_0 GIT_CONFIG_VALUE_0
git push --quiet "$REPOSITORY" "HEAD:refs/heads/$BRANCH" ||
  echo "Chưa ghi được vào nhánh $BRANCH: có người vừa lưu, hoặc nhánh không cho CI ghi."
"""
BEFORE = """\
git checkout --quiet --detach "${BASE:-HEAD^1}"
.venv/bin/mkdocs build --strict || echo "Bản đang có không dựng được; mọi trang được coi là mới."
if [ -d site ]; then cp -al site .cache/ci/truoc; else mkdir .cache/ci/truoc; fi
git checkout --quiet --detach -
"""
COMPARE = """\
.venv/bin/cchc compare .cache/ci/truoc site --into xem-truoc --pictures --accessibility
{show}
"""
ACCESSIBILITY = """\
.venv/bin/cchc accessibility site
"""
FETCH = """\
GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=http.extraHeader
GIT_CONFIG_VALUE_0="Authorization: Basic $(printf '%s' "x-access-token:$TOKEN" | base64 --wrap=0)"
export GIT_CONFIG_COUNT GIT_CONFIG_KEY_0 GIT_CONFIG_VALUE_0
git init --quiet
git fetch --quiet --depth 2 "${REPOSITORY:-origin}" "${REVISION:-HEAD}"
git checkout --quiet --detach FETCH_HEAD
"""
FETCH_BASE = """\
git fetch --quiet --depth 1 "$REPOSITORY" "$BASE"
"""
PUBLISH = """\
case $DEPLOY_TARGET in
  *:*)
    mkdir -p ~/.ssh
    printf '%s\\n' "$DEPLOY_HOST" >> ~/.ssh/known_hosts
    eval "$(ssh-agent)" > .cache/ci/ssh-agent.txt
    printf '%s\\n' "$DEPLOY_KEY" | ssh-add -q -
    ;;
esac
.venv/bin/cchc publish "$DEPLOY_TARGET"
"""
PUBLISH_BRANCH = """\
GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=http.extraHeader
GIT_CONFIG_VALUE_0="Authorization: Basic $(printf '%s' "x-access-token:$TOKEN" | base64 --wrap=0)"
export GIT_CONFIG_COUNT GIT_CONFIG_KEY_0 GIT_CONFIG_VALUE_0
export GIT_DIR=.cache/ci/pages.git GIT_WORK_TREE="$PWD/site"
git init --quiet --initial-branch=pages
git add --all --force
git -c user.name="Trang tin" -c user.email="trang-tin@noreply.invalid" commit --quiet \\
  --message "Trang tin"
git push --quiet --force "$REPOSITORY" HEAD:pages
"""


class ForgeWords(NamedTuple):
    """What a forge says in its own way: how a script warns, shows a page, checks the posts."""

    check: str
    warn: str
    show: str
    user: str


ON_ACTIONS = ForgeWords(
    check=".venv/bin/cchc check --format github\n",
    warn="""\
echo "::warning title=cchc verify::$said"
{
  echo "$said"
  echo
  head -n 50 .cache/ci/verify.txt | sed 's/^/    /'
} >> "${GITHUB_STEP_SUMMARY:-/dev/null}\"""",
    show='cat {page} >> "${{GITHUB_STEP_SUMMARY:-/dev/null}}"',
    user="x-access-token",
)
ON_GITLAB = ForgeWords(
    check="""\
if ! .venv/bin/cchc check --format gitlab > chat-luong.json; then
  .venv/bin/cchc check
fi
""",
    warn='echo "$said"',
    show="cat {page}",
    user="gitlab-ci-token",
)
