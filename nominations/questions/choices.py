"""The closed lists of the form: what is stored, and how it reads."""

from django.utils.translation import gettext_lazy as _

GENDERS = [
    ("woman", _("Woman")),
    ("man", _("Man")),
    ("non_binary", _("Non-binary")),
    ("self_described", _("I describe it myself")),
    ("undisclosed", _("I prefer not to say")),
]
CAREER_STAGES = [
    ("early", _("Early career: up to 8 years of work in the field")),
    ("mid", _("Mid-career: 8 to 20 years")),
    ("senior", _("Senior: more than 20 years")),
    ("retired", _("Retired or emeritus")),
]
LEVELS = [
    ("none", _("None")),
    ("basic", _("Basic")),
    ("working", _("Working level")),
    ("fluent", _("Fluent or native")),
]
WORKING_LEVELS = ("working", "fluent")
LETTER_LANGUAGES = [("en", "English"), ("fr", "Français")]
DISCIPLINES = [
    ("agriculture", _("Agriculture and food")),
    ("arts", _("Arts and design")),
    ("business", _("Business and management")),
    ("computer_science", _("Computer science and artificial intelligence")),
    ("data_science", _("Data science and statistics")),
    ("economics", _("Economics")),
    ("education", _("Education")),
    ("engineering", _("Engineering and robotics")),
    ("environment", _("Environmental and climate sciences")),
    ("history", _("History and other humanities")),
    ("information", _("Information science and communication")),
    ("law", _("Law")),
    ("linguistics", _("Linguistics")),
    ("mathematics", _("Mathematics")),
    ("medicine", _("Medicine and health")),
    ("natural_sciences", _("Natural sciences")),
    ("philosophy", _("Philosophy and ethics")),
    ("political_science", _("Political science and public policy")),
    ("psychology", _("Psychology and cognitive science")),
    ("security", _("Security studies")),
    ("sociology", _("Sociology and anthropology")),
    ("urban", _("Urban and regional studies")),
    ("other", _("Another discipline")),
]
EXPERTISE = [
    ("safety", _("AI safety and robustness")),
    ("evaluation", _("Evaluation, testing and audit of AI")),
    ("explainability", _("Explainability and transparency")),
    ("fairness", _("Fairness, bias and inclusion")),
    ("generative", _("Generative AI and large models")),
    ("machine_learning", _("Machine learning methods")),
    ("language", _("Language and speech technology")),
    ("robotics", _("Robotics and autonomous systems")),
    ("data_governance", _("Data governance and data trusts")),
    ("privacy", _("Privacy and data protection")),
    ("intellectual_property", _("Intellectual property")),
    ("regulation", _("Law and regulation of AI")),
    ("human_rights", _("Human rights and democracy")),
    ("ethics", _("Ethics of AI")),
    ("standards", _("Standards and certification")),
    ("security", _("Cybersecurity")),
    ("labour_market", _("Labour market and social dialogue")),
    ("skills", _("Skills, training and education")),
    ("working_conditions", _("Working conditions and human–machine teams")),
    ("small_firms", _("Adoption of AI by small firms")),
    ("innovation", _("Innovation policy and commercialisation")),
    ("compute", _("Computing capacity and infrastructure")),
    ("public_sector", _("AI in public administration")),
    ("health", _("AI in health")),
    ("climate", _("AI for climate and the environment")),
    ("agriculture", _("AI in agriculture and food")),
    ("development", _("AI for development and international cooperation")),
]
