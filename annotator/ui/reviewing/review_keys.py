"""The commands of Review mode whose keys act in its panels as well as in the article."""

WALKING = (
    "review.accept", "review.reject", "review.amend", "review.withdraw", "review.other", "review.next",
    "review.previous", "review.next_open", "review.previous_open", "review.reviewed",
)  # fmt: skip
