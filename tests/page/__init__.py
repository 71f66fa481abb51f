"""The page in a real browser, from file://, with no network."""

import pytest

# What differs is shown where a task fails, too.
pytest.register_assert_rewrite("tests.page.tasks")
