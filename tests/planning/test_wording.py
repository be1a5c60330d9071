from hypothesis import given
from hypothesis import strategies as st

from accountbook.planning.wording import family_words, words


def test_a_familys_words_are_the_heads_that_most_of_its_items_share(view):
    rows = [{"item_id": str(n), "family": "FL", "name": name} for n, name in enumerate(
        ("filter, return line", "filter, 25 µm", "strainer, return line"))]  # fmt: skip
    assert family_words(view(items=rows), "FL") == {"fl", "filter"}
    assert family_words(view(items=rows), None) == frozenset()
    assert family_words(view(), "FL") == {"fl"}


@given(st.text(max_size=60))
def test_words_are_never_numbers_and_never_change_by_case(text):
    found = words(text)
    assert not any(word.isdigit() for word in found)
    assert len(found) <= len(text)
