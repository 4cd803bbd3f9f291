"""`python -m motcua.doors.cli` is the `motcua` command."""

from . import main

raise SystemExit(main())
