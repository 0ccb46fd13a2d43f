"""`python -m validator` is `check903`."""

from .cli import main

raise SystemExit(main())
