"""The scales on which analysts rate, with what each step means.

Reliability and credibility are the two scales of the Admiralty code (NATO AJP-2.1); they are judged apart, and one is
never derived from the other. Likelihood is that of ICD 203. The wording is our own.
"""

from typing import NamedTuple


class Step(NamedTuple):
    """One step: what is recorded, what is shown, its name, and when it is given."""

    value: str
    sign: str
    name: str
    meaning: str


RELIABILITY = (
    Step("A", "A", "Completely reliable", "No doubt that it is genuine and able to know; always right so far."),
    Step("B", "B", "Usually reliable", "Little doubt; nearly always right so far."),
    Step("C", "C", "Fairly reliable", "Some doubt; right more often than wrong so far."),
    Step("D", "D", "Not usually reliable", "Serious doubt; now and then right so far."),
    Step("E", "E", "Unreliable", "Not trustworthy, or not able to know; mostly wrong so far."),
    Step("F", "F", "Cannot be judged", "Nothing to go by, such as a source that is new."),
)  # fmt: skip

CREDIBILITY = (
    Step("1", "1", "Confirmed", "Other, independent sources say the same, and it fits what is known."),
    Step("2", "2", "Probably true", "Not confirmed, but it fits what is known and is likely in itself."),
    Step("3", "3", "Possibly true", "Not confirmed; it fits some of what is known."),
    Step("4", "4", "Doubtful", "Possible, but nothing else speaks for it."),
    Step("5", "5", "Improbable", "Other information speaks against it."),
    Step("6", "6", "Cannot be judged", "Nothing to compare it with."),
)

LIKELIHOOD = (
    Step("almost_no_chance", "01–05 %", "Almost no chance", "Remote; 1 to 5 in 100."),
    Step("very_unlikely", "05–20 %", "Very unlikely", "Highly improbable; 5 to 20 in 100."),
    Step("unlikely", "20–45 %", "Unlikely", "Improbable; 20 to 45 in 100."),
    Step("roughly_even_chance", "45–55 %", "Roughly even chance", "Roughly even odds; 45 to 55 in 100."),
    Step("likely", "55–80 %", "Likely", "Probable; 55 to 80 in 100."),
    Step("very_likely", "80–95 %", "Very likely", "Highly probable; 80 to 95 in 100."),
    Step("almost_certain", "95–99 %", "Almost certain", "Nearly certain; 95 to 99 in 100."),
)

SCALES = {"reliability": RELIABILITY, "credibility": CREDIBILITY, "likelihood": LIKELIHOOD}


def step(scale: str, value: object) -> Step | None:
    """The step of a scale that is recorded as `value`."""
    return next((one for one in SCALES[scale] if one.value == str(value)), None)
