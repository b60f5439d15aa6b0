from __future__ import annotations

import pytest

from lore.articles.dates import DateGrammar
from lore.articles.vocabulary import Vocabulary
from lore.model.dates import PartialDate

PUBLISHED = PartialDate(2021, 4, 9)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("It opens on November 19, 2021.", ["2021-11-19"]),
        (
            "originally due on July 23, 2021, will now debut Nov. 19, 2021",
            ["2021-07-23", "2021-11-19"],
        ),
        ("set for July 14, 2023, and June 28, 2024, respectively", ["2023-07-14", "2024-06-28"]),
        ("planned for July 2021 and August 2022", ["2021-07", "2022-08"]),
        ("on 3rd September 2022", ["2022-09-03"]),
        ("the 30th of June, 2023", ["2023-06-30"]),
        ("July 14 and August 21, 2023", ["2023-07-14", "2023-08-21"]),
        ("in summer 2023", ["2023"]),
        ("2023-06-30", ["2023-06-30"]),
        ("filming resumes next month", ["2021-05"]),
        ("it comes out next year", ["2022"]),
        ("on May 28", ["2021-05-28"]),
        ("on March 3", ["2021-03-03"]),
        ("in January", ["2022-01"]),
        ("from October 29 to October 15, 2021", ["2021-10-29", "2021-10-15"]),
        ("from Oct. 22 to April 8, 2022", ["2021-10-22", "2022-04-08"]),
        ("once meant for February 2", ["2021-02-02"]),
        ("He may return, and 7 and 8 may follow.", []),
        ("A march of 300 on page 12, and 1,200 more", []),
        ("February 30, 2021", []),
        ("over 25/12/2021", ["2021-12-25"]),
        ("on 4/5/2021", []),
        ("We shot from September 2019 to the middle of April.", ["2019-09", "2020-04"]),
        ("It began on May 7, 2020, and ended on April 2 in Oslo.", ["2020-05-07", "2021-04-02"]),
        ("moved from July 30, 2021 to Easter week, April 2", ["2021-07-30", "2022-04-02"]),
        ("on 4 March 2022, here two days earlier, on 2 March", ["2022-03-04", "2022-03-02"]),
        ("They were forced to pack up in August when a storm struck.", ["2020-08"]),
        ("He had to drop out in November because of a clash.", ["2020-11"]),
        ("It didn't start up again until August 17.", ["2020-08-17"]),
        ("The storm brought it to a standstill on May 27.", ["2020-05-27"]),
        ("It stopped in March 2020, and began again in September.", ["2020-03", "2020-09"]),
    ],
)
def test_dates_are_read_at_the_precision_that_is_written(
    text: str, dates: list[str], vocabulary: Vocabulary
) -> None:
    found = DateGrammar(vocabulary.dates).find(text, PUBLISHED)
    assert [str(mention.value) for mention in found] == dates


def test_without_a_date_of_its_own_an_article_dates_nothing_by_guess(
    vocabulary: Vocabulary,
) -> None:
    assert DateGrammar(vocabulary.dates).find("on May 28, or next year", None) == []
