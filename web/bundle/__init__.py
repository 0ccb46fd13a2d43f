"""How the site is made: parts fetched and verified, compiled to bytecode, packed, bundled. Called by build.py.

Runs on the standard library alone, before anything is installed.
"""
