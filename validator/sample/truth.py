"""What was drawn for a made-up council: who started, moved, left, when and why, as one CSV file.

The returns tell the same in their own way, and with errors where those are wanted; this is how it was. One line per
event, in the order of children and days: the columns are `child`, `event`, `date`, `why`, `age`, `need`,
`legal_status`, `placement`, `provider`. Codes are those of today's return.

- `started`: care begins (an episode with RNE S); `why` is what the stay is about, such as "adoption" or "home".
- `moved`: another placement (RNE P or B); `why` is REASON_PLACE_CHANGE, blank for days away and the way back.
- `same carer`: the placement changes its kind and the carer stays (RNE T or U).
- `legal status`: another legal status alone (RNE L).
- `left`: care ends; `why` is REC.

Every event of the returns' years stands here, and of children who came before then the day on which they started.
Short breaks (V3 and V4) start and leave like other care.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .draws import age, csv_file, text
from .life import Life
from .years import Years

COLUMNS = ("child", "event", "date", "why", "age", "need", "legal_status", "placement", "provider")
_EVENTS = {"S": "started", "P": "moved", "B": "moved", "T": "same carer", "U": "same carer", "L": "legal status"}


def events(life: Life, since: int) -> Iterator[tuple[str, ...]]:
    """The life's events from the day `since` on, and starts of any day, as lines of the file."""
    why_moved = ""
    stay = 0
    for episode in life.episodes:
        facts = (life.need, episode.status, episode.setting.place, episode.setting.provider)
        event = _EVENTS[episode.reason]
        why = why_moved
        if event == "started":
            why = life.routes[min(stay, len(life.routes) - 1)]
            stay += 1
        if episode.start >= since or event == "started":
            yield (life.name, event, text(episode.start), why, str(age(life.born, episode.start)), *facts)
        why_moved = episode.why_moved
        if episode.end is not None and episode.end >= since and episode.why_ended != "X1":
            yield (life.name, "left", text(episode.end), episode.why_ended, str(age(life.born, episode.end)), *facts)


def as_csv(lives: Iterable[Life], years: Years) -> bytes:
    """The file, of the children who are in at least one of the years' returns."""
    told = (life for life in lives if life.cared_for(years.start, years.end) or life.answers)
    return csv_file(COLUMNS, (line for life in told for line in events(life, years.start)))
