"""The statistics of a call as open data: what each part of them means, for the description of the addresses."""

from datetime import date, datetime

from ninja import Field, Schema


class Words(Schema):
    en: str
    fr: str


class Whole(Schema):
    set: str = Field(
        description="submitted, eligible, listed (selected or on a reserve list) or selected; each holds the next."
    )
    name: Words
    number: int


class OfValue(Schema):
    value: str = Field(
        description="not_stated for whoever did not say; others for all values whose number is not shown in a set, summed up."
    )
    name: Words
    numbers: dict[str, int | None] = Field(description="By set; null where it is not shown.")


class ByFact(Schema):
    fact: str = Field(
        description="route, group (first choice), region, stakeholder_group, gender or discipline (one or two each)."
    )
    name: Words
    rows: list[OfValue]


class Span(Schema):
    from_: date = Field(alias="from", serialization_alias="from")
    until: date = Field(description="The last day of it, in UTC.")
    number: int


class OfMembers(Schema):
    named: int = Field(description="How many nominated somebody.")
    all: int


class CallInNumbers(Schema):
    call: int
    title: Words
    made_at: datetime
    published: bool = Field(description="Of the published list; before, only who submitted, by group and region.")
    least: int = Field(description="No group of fewer is shown, nor numbers from which it would follow.")
    totals: list[Whole]
    scored: int | None
    countries: int | None = Field(description="Of residence.")
    members: OfMembers | None
    days: list[Span]
    tables: list[ByFact]
