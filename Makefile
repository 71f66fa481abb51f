# 高研 gaoyan. 常用命令见 `make help`。 Run `make help` for what there is.
#
# Nothing but a Python of 3.11 or later and make is needed to begin: every target first makes .venv from requirements.lock.

SHELL := /bin/sh
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
# Tests run on this many processes; the machines of our CI have two cores.
JOBS ?= 2

# Tests start hundreds of processes: what each compiles is kept for the next, whatever the machine's habit.
export PYTHONDONTWRITEBYTECODE :=

# One line for a person: what is missing (Chinese, then English).
say = { echo "$(1)" >&2; exit 1; }

.DEFAULT_GOAL := help
.PHONY: help demo test cover quick lint format docs page bench mutants fuzz audit lock system clean sizes windows

help: ## 列出可用命令 · list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY) ## 演示：一期真实项目从出错到盖章稿 · a class from the plan list, faults planted, found, mended, exported
	@$(VENV)/bin/gaoyan demo demo/

test: $(READY) system lint ## 全部检查与测试 · every check and test
	@$(VENV)/bin/lint-imports --no-cache >/dev/null || $(VENV)/bin/lint-imports --no-cache
	@$(PY) -m addin.handbook.documents --check
	@# In the order of the folders: sorted by how many tests a file has, long files of few tests would come last, one process idle.
	@$(PY) -m pytest -q -n $(JOBS) --dist loadfile --no-loadscope-reorder --junitxml=build/tests.xml

cover: $(READY) system ## 全部测试并统计覆盖率 · every test, counting the lines they run; a third slower
	@$(PY) -m pytest -q -n $(JOBS) --dist loadfile --no-loadscope-reorder --cov --cov-report=term:skip-covered

quick: lint ## 提交前的快速检查 · before a commit: style, types, layers, generated pages, the rules and the architecture
	@$(VENV)/bin/lint-imports --no-cache >/dev/null || $(VENV)/bin/lint-imports --no-cache
	@$(PY) -m addin.handbook.documents --check
	@# Case by case, not file by file: one file holds four fifths of the work.
	@$(PY) -m pytest -q -n $(JOBS) --dist worksteal tests/rules tests/house/test_architecture.py tests/house/test_docs.py tests/house/test_imports.py

sizes: ## 最长的文件 · the longest files
	@git ls-files '*.py' | xargs wc -l | sort -rn | sed -n 2,21p

windows: $(READY) ## 真正的 xlwings DLL 在 Wine 里：启动、启动失败、路径（不在 make test 中）· the real DLL of xlwings under Wine
	@$(PY) -m tests.windows.run

lint: $(READY) ## 代码风格与类型 · style and types
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy

format: $(READY) ## 整理代码格式 · format the code
	@$(VENV)/bin/ruff check --fix-only -q .
	@$(VENV)/bin/ruff format .

docs: $(READY) ## 生成规则手册与条款对照 · write docs/rules.md and docs/trace.md (pictures: docs/make_pictures.py)
	@$(PY) -m addin.handbook.documents
	@$(PY) -m tests.engines.page

page: $(READY) ## 生成网页 dist/高研.html，发布时供下载 · the page as a release hands it out; needs Node.js, the first time a network
	@mkdir -p dist
	@$(VENV)/bin/gaoyan page build --out dist/高研.html --force

bench: $(READY) ## 测速（ONLY=functions 只测一项）· measure; ONLY=functions measures that alone
	@$(PY) -m benchmarks $(ONLY)

mutants: $(READY) ## 变异测试（MODULES="udfs.people.names" 只测几个模块）· mutation testing of rules and computations: score and survivors
	@$(PY) -m tests.mutants $(MODULES)

# Mutants of a run, and where it begins; ONLY=123 tries one and tells all of it.
COUNT ?= 2000
FROM ?= 0
fuzz: $(READY) ## 变异测试（COUNT=2000，ONLY=123 只试一个）· mutants of everything that comes from others, through every command
	@$(PY) -m tests.fuzz $(if $(ONLY),$(ONLY),--count $(COUNT) --from $(FROM))

audit: $(READY) ## 依赖的清单、许可证和已知漏洞 · bill of materials, licences, known faults of what is shipped
	@$(PY) -m tests.supply

lock: $(READY) ## 重新锁定依赖版本 · pin every dependency anew, with hashes
	@test -x $(VENV)/bin/uv || $(PY) -m pip install -q uv || \
	  $(call say,缺少 uv，且无法安装：请先运行 $(PY) -m pip install uv · uv is missing and cannot be installed)
	@$(VENV)/bin/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --upgrade \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate -q -o requirements.lock
	@$(VENV)/bin/uv pip compile pyproject.toml -c requirements.lock --python-platform x86_64-pc-windows-msvc --python-version 3.13 \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate -q -o requirements-windows.tmp
	@$(PY) -m addin.portable.wheels requirements-windows.tmp && rm requirements-windows.tmp
	@echo "requirements.lock: $$(grep -c == requirements.lock)"

system: ## 测试所需的系统程序 · the system programs that the tests drive
	@sh tests/system_programs.sh

clean: ## 删除生成的文件（保留 .venv） · remove what the targets made, but not .venv
	@rm -rf build dist demo .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# A Python that is new enough and can make an environment (Debian keeps that part in a package of its own).
$(READY): requirements.lock pyproject.toml
	@found=; for name in python3.13 python3.12 python3.11 python3 python; do \
	  "$$name" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null \
	    && found=$$name && break; \
	done; \
	test -n "$$found" || $(call say,缺少 Python 3.11–3.13（含 venv）：请先安装，例如 apt-get install python3-venv · Python 3.11 to 3.13 with venv is missing); \
	test -x $(PY) || "$$found" -m venv $(VENV)
	@echo "正在安装锁定的依赖…… installing what requirements.lock pins"
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock || \
	  $(call say,依赖安装失败：请检查网络或 pip 的镜像设置 · installing failed: check the network or the mirror pip is set to)
	@$(PY) -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)
