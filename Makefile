# Each target sets up what it needs and works on a clean clone; plain `make` lists them.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help site serve desk check test coverage scripts sample fonts pictures bench lock clean lint
MAKEFLAGS += --no-print-directory
BIN := .venv/bin

# Material's notice about MkDocs 2 is known, see pyproject.toml.
export NO_MKDOCS_2_WARNING := 1
# What a shell sets for another Python must not reach ours.
unexport PIP_USER PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONPATH VIRTUAL_ENV

help:
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 16

site: ## dựng trang vào thư mục site/
	@.ci/venv site
	@$(BIN)/mkdocs build --strict
	@echo 'Trang đã có trong thư mục site/. Xem thử: make serve'

serve: ## xem trang trong lúc viết, ở http://127.0.0.1:8000/
	@.ci/venv site
	@$(BIN)/mkdocs serve

desk: ## thử biểu mẫu soạn tin trên máy này, ở http://127.0.0.1:8020/admin/ (cần Node.js)
	@.ci/venv site
	@$(BIN)/cchc desk

check: ## kiểm tra nhanh mã nguồn, không cần trình duyệt
	@.ci/venv dev
	@$(MAKE) lint
	$(BIN)/pytest -n auto --dist worksteal -m 'not browser and not site and not large'

test: ## kiểm tra mọi thứ, cả trên trình duyệt
	@set -e; \
	CCHC_CHROMIUM=$$(.ci/browser all); export CCHC_CHROMIUM; \
	.ci/venv dev; \
	$(MAKE) lint; \
	echo $(BIN)/pytest -n auto --dist worksteal; \
	$(BIN)/pytest -n auto --dist worksteal

coverage: ## kiểm tra mọi thứ như trên, và đo xem dòng nào của mã chưa được thử
	@set -e; \
	CCHC_CHROMIUM=$$(.ci/browser all); export CCHC_CHROMIUM; \
	.ci/venv dev; \
	$(BIN)/pytest --cov -n auto --dist worksteal

scripts: ## biên dịch lại mã chạy trên trình duyệt, sau khi sửa tệp .js
	@.ci/venv dev
	$(BIN)/python -m tests.support.scripts

sample: ## ghi lại danh sách tệp của bản mẫu, sau khi sửa docs/, posts/, mkdocs.yml…
	@.ci/venv dev
	$(BIN)/python -m tests.support.sample

fonts: ## làm lại tệp phông chữ, sau khi lấy bản khác
	@.ci/venv dev
	$(BIN)/python -m tests.support.fonts

pictures: ## chụp lại hình trong hướng dẫn cho biên tập viên, sau khi biểu mẫu đổi
	@set -e; \
	CCHC_CHROMIUM=$$(.ci/browser); export CCHC_CHROMIUM; \
	.ci/venv dev; \
	$(BIN)/python -m tests.support.guide_pictures .

bench: ## so thời gian dựng và tìm kiếm với Hugo và các công cụ khác (POSTS="1000 10000" RUNS=3)
	@set -e; \
	CCHC_CHROMIUM=$$(.ci/browser); export CCHC_CHROMIUM; \
	.ci/venv dev; \
	$(BIN)/python -m benchmarks.run --write --search --lighthouse $(if $(POSTS),--posts "$(POSTS)") $(if $(RUNS),--runs $(RUNS))

lint:
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# Pins that still fit stay; `make lock UPGRADE=--upgrade` takes the newest that fit. Nothing but
# pyproject.toml and the public index may decide. Extras stay in the pins: with hashes, pip takes
# `coverage[toml]` for unpinned where only `coverage` is and a newer one is out.
COMPILE = env -u UV_INDEX -u UV_DEFAULT_INDEX -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL \
	-u UV_FIND_LINKS -u UV_CONSTRAINT -u UV_OVERRIDE \
	$(BIN)/uv --no-config pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-strip-extras --custom-compile-command 'make lock' $(UPGRADE)

# The last is for Linux: on Windows mkdocs-rss-plugin wants older time zones than ours.
lock: ## ghi lại phiên bản các gói vào requirements*.txt và tests/*.txt
	@.ci/venv site
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.13.9,<0.14'
	$(COMPILE) pyproject.toml --group build --output-file requirements.txt
	$(COMPILE) pyproject.toml --group build --group dev --constraint requirements.txt --output-file requirements-dev.txt
	$(COMPILE) --group properdocs --constraint requirements.txt --output-file tests/properdocs.txt
	$(COMPILE) --group bench --output-file benchmarks/requirements.txt
	$(subst --universal,--python-platform linux,$(COMPILE)) --group contract --constraint requirements-dev.txt --output-file tests/contract-plugins.txt

clean: ## xóa những gì đã dựng (giữ lại .venv)
	rm -rf site .cache dist .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
