# 高研 gaoyan. 常用命令见 `make help`。 Run `make help` for what there is.
#
# Nothing but a Python of 3.11 or later and make is needed to begin: every target first makes .venv from a lock.

SHELL := /bin/sh
VENV := .venv
PY := $(VENV)/bin/python
# Both locks pin every package with its hashes: what a user needs; and what developers need besides.
READY := $(VENV)/.ready
DEVELOPER := $(VENV)/.ready-developer
# Tests run on this many processes; the machines of our CI have two cores.
JOBS ?= 2

# Tests start hundreds of processes: what each compiles is kept for the next, whatever the machine's habit.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: named help demo test bare dist lowest cover quick lint format docs page bench mutants fuzz audit lock system clean sizes windows

help: ## 列出可用命令 · list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY) ## 演示：一期真实项目从出错到盖章稿 · a class from the plan list, faults planted, found, mended, exported
	@$(VENV)/bin/gaoyan demo demo/

test: $(DEVELOPER) system lint ## 全部检查与测试 · every check and test
	@$(VENV)/bin/lint-imports --no-cache >/dev/null || $(VENV)/bin/lint-imports --no-cache
	@$(PY) -m addin.handbook.documents --check
	@# In the order of the folders: sorted by how many tests a file has, long files of few tests would come last, one process idle.
	@$(PY) -m pytest -q -n $(JOBS) --dist loadfile --no-loadscope-reorder --junitxml=build/tests.xml
	@$(PY) -m tests.pythons

cover: $(DEVELOPER) system ## 全部测试并统计覆盖率 · every test, counting the lines they run; a third slower
	@$(PY) -m pytest -q -n $(JOBS) --dist loadfile --no-loadscope-reorder --cov --cov-report=term:skip-covered

quick: lint ## 提交前的快速检查 · before a commit: style, types, layers, generated pages, the rules and the architecture
	@$(VENV)/bin/lint-imports --no-cache >/dev/null || $(VENV)/bin/lint-imports --no-cache
	@$(PY) -m addin.handbook.documents --check
	@# Case by case, not file by file: one file holds four fifths of the work.
	@$(PY) -m pytest -q -n $(JOBS) --dist worksteal tests/rules tests/house/test_architecture.py tests/house/test_docs.py tests/house/test_imports.py

bare: $(DEVELOPER) ## 在只有一个 Python 的文件夹里试两条命令 · make demo, and the wheel and the sdist, where there is nothing but one Python
	@$(PY) -m tests.pythons.bare

# The same bytes each time: no clock, no machine. Built twice and compared; what twine says of them.
export SOURCE_DATE_EPOCH ?= 1764633600
dist: $(DEVELOPER) ## 生成发布包 · dist/: wheel and sdist, reproducible, checked by twine
	@rm -rf dist build/again && $(PY) -m hatchling build && $(PY) -m hatchling build -d build/again && diff -r dist build/again
	@test -x build/twine/bin/twine || { $(PY) -m venv build/twine && build/twine/bin/python -m pip install -q twine; }
	@build/twine/bin/twine check --strict dist/* && (cd dist && sha256sum *)

lowest: $(DEVELOPER) $(VENV)/bin/uv ## 依赖的最低版本 · the rules and the README's commands with the lowest version of each dependency
	@$(PY) -m tests.pythons.lowest

sizes: ## 最长的文件 · the longest files
	@git ls-files '*.py' | xargs wc -l | sort -rn | sed -n 2,21p

windows: $(DEVELOPER) ## 真正的 xlwings DLL 在 Wine 里：启动、启动失败、路径（不在 make test 中）· the real DLL of xlwings under Wine
	@$(PY) -m tests.windows.run

lint: $(DEVELOPER) ## 代码风格与类型 · style and types
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy

format: $(DEVELOPER) ## 整理代码格式 · format the code
	@$(VENV)/bin/ruff check --fix-only -q .
	@$(VENV)/bin/ruff format .

docs: $(DEVELOPER) ## 生成规则手册与条款对照 · write docs/rules.md and docs/trace.md (pictures: docs/make_pictures.py)
	@$(PY) -m addin.handbook.documents
	@$(PY) -m tests.engines.page
	@$(PY) -m tests.pythons.claims

page: $(DEVELOPER) ## 生成网页 dist/高研.html，发布时供下载 · the page as a release hands it out; needs Node.js, the first time a network
	@mkdir -p dist
	@$(VENV)/bin/gaoyan page build --out dist/高研.html --force

bench: $(DEVELOPER) ## 测速（ONLY=functions 只测一项）· measure; ONLY=functions measures that alone
	@$(PY) -m benchmarks $(ONLY)

# FOLDERS=all: every folder of tests/mutants/folders.py; SAMPLE and SEED say how many mutants of each, and which.
mutants: $(DEVELOPER) ## 变异测试（MODULES="udfs.people.names" 或 FOLDERS="macros/money"）· mutation testing: score and survivors
	@$(PY) -m tests.mutants $(if $(FOLDERS),--folders --sample=$(or $(SAMPLE),12) --seed=$(or $(SEED),0) $(filter-out all,$(FOLDERS)),$(MODULES))

# Mutants of a run, and where it begins; ONLY=123 tries one and tells all of it.
COUNT ?= 2000
FROM ?= 0
fuzz: $(DEVELOPER) ## 变异测试（COUNT=2000，ONLY=123 只试一个）· mutants of everything that comes from others, through every command
	@$(PY) -m tests.fuzz $(if $(ONLY),$(ONLY),--count $(COUNT) --from $(FROM))

audit: $(DEVELOPER) ## 依赖的清单、许可证和已知漏洞 · bill of materials, licences, known faults of what is shipped
	@$(PY) -m tests.supply

PIN = $(VENV)/bin/uv pip compile pyproject.toml --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate -q
lock: $(DEVELOPER) $(VENV)/bin/uv ## 重新锁定依赖版本 · pin every dependency anew, with hashes
	@$(PIN) --group dev --universal --python-version 3.11 --upgrade -o requirements-dev.lock
	@$(PIN) --group build -c requirements-dev.lock --universal --python-version 3.11 -o requirements.lock
	@$(PIN) -c requirements.lock --python-platform x86_64-pc-windows-msvc --python-version 3.13 -o requirements-windows.tmp
	@$(PY) -m addin.portable.wheels requirements-windows.tmp && rm requirements-windows.tmp
	@grep -c == requirements.lock requirements-dev.lock

$(VENV)/bin/uv: | $(DEVELOPER)
	@$(PY) -m pip install -q --disable-pip-version-check uv

system: ## 测试所需的系统程序 · the system programs that the tests drive
	@sh tests/system_programs.sh

clean: ## 删除生成的文件（保留 .venv） · remove what the targets made, but not .venv
	@rm -rf build dist demo .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# PYTHON=python3.13 (a name or a path) makes the environment of that one; otherwise it is the oldest supported one that there is.
ENVIRONMENT = sh tests/pythons/environment.sh $(VENV)
$(READY): requirements.lock pyproject.toml $(if $(PYTHON),named)
	@$(ENVIRONMENT) requirements.lock "$(PYTHON)" -e .
	@touch $(READY)

$(DEVELOPER): requirements-dev.lock pyproject.toml $(if $(PYTHON),named)
	@$(ENVIRONMENT) requirements-dev.lock "$(PYTHON)" -e .
	@touch $(READY) $(DEVELOPER)
