"""``python -m addin`` is ``gaoyan``."""

from addin.cli import main

if __name__ == "__main__":
    main()
