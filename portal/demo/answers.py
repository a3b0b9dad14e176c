"""What an invented applicant answers: composed from their row in `people`, so that no two files read alike."""

from .people import DG, FOW, IC, RAI, Invented

WORKED_ON = {
    RAI: [
        "I lead evaluations of language models before they are used in public services, from test design to the report that a minister can read.",
        "My team audits image systems in hospitals and publishes what fails, for whom, and what was repaired.",
        "For nine years I have helped regulators to turn principles on trustworthy AI into checks that an inspector can carry out in a day.",
        "I study how people with disabilities are served, or missed, by automated decisions, and build test sets together with them.",
    ],
    DG: [
        "I run a data trust in which farmers decide together who may learn from their harvest records, and on what terms.",
        "I wrote the sharing agreements under which four countries exchange mobility data without moving a single personal record.",
        "My work is on documentation of training data: who collected it, with which consent, and how it can be withdrawn.",
        "I advise statistical offices on synthetic data and on saying honestly what it can and cannot replace.",
    ],
    FOW: [
        "I negotiate agreements on algorithmic management in logistics, and check afterwards whether they are kept.",
        "I measure what happens to wages and tasks in firms that introduce AI, with payroll data and with interviews.",
        "I set up training for clerks whose work is changing, in two languages, and follow them for three years.",
        "My research asks which parts of a job people want to keep when a machine could take them.",
    ],
    IC: [
        "I bring research on crop diseases to small growers, as a service that costs less than a bag of seed.",
        "I founded a company of forty people that sells quality control to small manufacturers, and I know what a model costs in its third year.",
        "I run a fund that pays for the dull half of innovation: testing, certification, maintenance.",
        "I help public buyers to write tenders for AI that small firms can win and that citizens can question.",
    ],
}
WANTS = {
    RAI: "I want to help the group to agree on evidence that a country without a large laboratory can produce by itself.",
    DG: "I want to bring the experience of people whose data are used to a table at which it is mostly spoken of in general terms.",
    FOW: "I want the group’s advice to be tested with works councils and employers before it is published, and I can bring both.",
    IC: "I want to write down what small firms need in order to comply, and to try it with thirty of them before we recommend it.",
}
EXPERTISE = {
    RAI: ["evaluation", "human_rights", "standards"],
    DG: ["data_governance", "privacy"],
    FOW: ["labour_market", "skills", "working_conditions"],
    IC: ["small_firms", "innovation"],
}
DISCIPLINE = {RAI: "computer_science", DG: "law", FOW: "economics", IC: "business"}
SECOND = {RAI: DG, DG: RAI, FOW: "", IC: FOW}


def answers_of(person: Invented, number: int) -> dict:
    """All answers of the form for one invented person; `number` varies what would otherwise repeat."""
    story = WORKED_ON[person.group]
    first, other = story[number % 4], story[(number + 1) % 4]
    years = 4 + (number * 7) % 28
    return {
        "given_name": person.given,
        "family_name": person.family,
        "published_name": person.published,
        "honorific": person.title,
        "phone": f"+99 555 {1000 + number}",
        "nationality_1": person.nationality,
        "nationality_2": person.second,
        "residence": person.residence,
        "work_country": person.residence,
        "gender": ["man", "woman", "", "undisclosed", "woman", "non_binary"][number % 6],
        "career_stage": "",
        "organisation": person.organisation,
        "position": person.position,
        "stakeholder_group": person.stakeholder,
        "discipline_1": DISCIPLINE[person.group],
        "discipline_2": "",
        "years_experience": str(years),
        "language_en": "working" if person.language == "fr" else "fluent",
        "language_fr": "fluent" if person.language == "fr" else "none",
        "orcid": "",
        "organisation_url": f"https://www.example.org/{number}",
        "profile_url": "",
        "first_group": person.group,
        "second_group": SECOND[person.group],
        "expertise": EXPERTISE[person.group],
        "biography": f"{person.name} is {person.position} at {person.organisation}. {years} years of work in the field. (Invented for the demo.)",
        "motivation": f"{first}\n\n{WANTS[person.group]}",
        "evidence_expertise": first,
        "evidence_record": other,
        "evidence_international": "I have worked with partners in three regions, and chaired a committee with members from eleven countries.",
        "output_1_title": f"Notes on practice, volume {1 + number % 5}",
        "output_1_year": str(2025 - number % 6),
        "output_1_url": f"https://www.example.org/notes/{number}",
        "earlier_roles": "",
        **declared_by(person, number),
    }


def declared_by(person: Invented, number: int) -> dict:
    """The last two sections: interests, declarations, consents, and the language of letters."""
    return {
        "interest_employment": f"Employed by {person.organisation}." if number % 3 else "",
        "interest_funding": "One research grant from a public fund, until 2027." if number % 4 == 1 else "",
        "interests_none": "" if number % 3 or number % 4 == 1 else "on",
        "accepts_time": "on",
        "accepts_costs": "on",
        "accepts_capacity": "on",
        "accepts_principles": "on",
        "consent_processing": "on",
        "consent_publication": "on" if number % 5 else "",
        "consent_reserve_list": "on" if number % 2 else "",
        "consent_mailing_list": "on" if number % 4 == 0 else "",
        "letters_language": person.language,
    }
