"""How lessons are told from each other in a list, whatever their files call them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from handwriting_app.lab.lesson import Lesson
from handwriting_app.names import shown_name


def titles_of(lessons: Sequence[Lesson]) -> list[str]:
    """The titles as they are shown; one's own lesson that is called like another has its file's name beside it."""
    titles = [shown_name(lesson.title) for lesson in lessons]
    times = Counter(titles)
    return [
        f"{title} ({shown_name(lesson.file)})" if lesson.is_own and times[title] > 1 else title
        for lesson, title in zip(lessons, titles, strict=True)
    ]
