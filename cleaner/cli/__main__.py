"""`python -m cleaner.cli`, for where the command is not on the path."""

from cleaner.cli import main

main()
