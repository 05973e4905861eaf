"""Where the data that the package ships lies: `rules/`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cleaner.errors import PackError


@cache
def rules_folder() -> Path:
    """The folder `rules/`: inside the package in a wheel, beside it in a checkout or an editable install.

    Raises `PackError` where neither is there.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "rules", package.parent / "rules"):
        if (folder / "core").is_dir():
            return folder
    raise PackError("the rules that ship with the package are missing: install it again", str(package / "rules"))
