"""`python -m validator` is `check903`."""

from .cli.command import main

raise SystemExit(main())
