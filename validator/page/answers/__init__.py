"""What the page is answered, as types, one module a subject; what other rooms answer stands in theirs.

They are for those who write and check code: mypy, and dev/answers.py, which makes web/src/python/answers.d.ts of them.
At run time an answer is a plain dict, and nothing imports these modules.
"""
