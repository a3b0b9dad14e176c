"""Invented people from many places and scripts: sixty applicants, and those whom Members name."""

import unicodedata
from typing import NamedTuple

PLAIN = str.maketrans({"þ": "th", "ð": "d", "ø": "o", "ı": "i", "ł": "l", "ß": "ss", "æ": "ae"})


class Invented(NamedTuple):
    """One invented applicant. `group` and `field` index the four working groups; countries are ISO alpha-2."""

    given: str
    family: str
    published: str
    title: str
    nationality: str
    residence: str
    organisation: str
    position: str
    stakeholder: str
    group: str
    language: str = "en"
    second: str = ""  # nationality

    @property
    def name(self) -> str:
        return self.published or f"{self.given} {self.family}"

    @property
    def email(self) -> str:
        """An address that can exist nowhere (RFC 2606)."""
        name = self.name.lower().translate(PLAIN)
        latin = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        return ".".join("".join(c for c in word if c.isalnum()) for word in latin.split()) + "@example.net"


RAI, DG, FOW, IC = "responsible-ai", "data-governance", "future-of-work", "innovation-and-commercialisation"
SCI, IND, CIV, LAB, INT = "science", "industry", "civil_society", "labour", "organisation"

LEILA = Invented(
    "Leila",
    "Haddad",
    "",
    "Dr",
    "TN",
    "TN",
    "Carthage Institute for Digital Policy",
    "Senior researcher",
    SCI,
    RAI,
    second="ES",
)
TOMAS = Invented(
    "Tomáš", "Dvořák", "", "Prof.", "CZ", "CZ", "Moravian Centre for Machine Learning", "Professor", SCI, DG
)

NGUGI = Invented("Ngũgĩ", "Kamau", "", "", "KE", "KE", "Savanna Health Analytics", "Chief data officer", IND, DG)
OTHERS = [
    Invented(
        "Aïssatou", "Ndiaye", "", "Dr", "SN", "SN", "Observatoire sénégalais du numérique", "Directrice", CIV, RAI, "fr"
    ),
    Invented(
        "健司", "山田", "Kenji Yamada", "Prof.", "JP", "JP", "Sakura University of Technology", "Professor", SCI, RAI
    ),
    Invented("Սոնա", "Պետրոսյան", "Sona Petrosyan", "", "AM", "AM", "Ararat Data Cooperative", "Founder", IND, DG),
    Invented(
        "María José",
        "Fernández de la Vega",
        "",
        "Dra.",
        "ES",
        "ES",
        "Fundación Horizonte Abierto",
        "Research lead",
        CIV,
        FOW,
    ),
    Invented("Ólafur", "Þórðarson", "", "", "IS", "DK", "Nordic Union of Technical Staff", "Policy adviser", LAB, FOW),
    Invented(
        "晓梅",
        "王",
        "Wang Xiaomei",
        "Dr",
        "CN",
        "SG",
        "Straits Laboratory for Trustworthy Systems",
        "Principal scientist",
        SCI,
        RAI,
    ),
    NGUGI,
    Invented(
        "Γεωργία",
        "Παπαδοπούλου",
        "Georgia Papadopoulou",
        "Dr",
        "GR",
        "BE",
        "Aegean Research Foundation",
        "Fellow",
        SCI,
        DG,
    ),
    Invented("Zoë", "van der Merwe", "", "", "ZA", "ZA", "Table Bay Robotics", "Head of responsible AI", IND, RAI),
    Invented(
        "محمد", "العلي", "Mohammed Al-Ali", "Prof.", "JO", "AE", "Gulf Institute of Applied Computing", "Dean", SCI, IC
    ),
    Invented("Åsa", "Öberg", "", "", "SE", "SE", "Svenska Arbetsforum", "Negotiator", LAB, FOW),
    Invented(
        "Thị Minh Khai",
        "Nguyễn",
        "Nguyễn Thị Minh Khai",
        "Dr",
        "VN",
        "VN",
        "Mekong Centre for Public Data",
        "Director",
        SCI,
        DG,
    ),
    Invented(
        "Иван", "Петровић", "Ivan Petrović", "", "RS", "RS", "Danube Start-up Network", "Managing director", IND, IC
    ),
    Invented(
        "अनन्या",
        "शर्मा",
        "Ananya Sharma",
        "Dr",
        "IN",
        "IN",
        "Yamuna School of Public Policy",
        "Associate professor",
        SCI,
        FOW,
    ),
    Invented("João", "Gonçalves", "", "", "BR", "BR", "Rede Dados Comuns", "Coordinator", CIV, DG),
    Invented(
        "Siobhán",
        "Ní Bhriain",
        "",
        "Dr",
        "IE",
        "IE",
        "Atlantic Centre for Assistive Technology",
        "Principal investigator",
        SCI,
        RAI,
    ),
    Invented("שרה", "כהן", "Sarah Cohen", "", "IL", "IL", "Galilee Ventures for Public Good", "Partner", IND, IC),
    Invented(
        "Jean-François", "L'Écuyer", "", "", "CA", "CA", "Coopérative Érable numérique", "Président", IND, IC, "fr"
    ),
    Invented("서연", "이", "Lee Seo-yeon", "Dr", "KR", "KR", "Han River AI Safety Lab", "Team lead", SCI, RAI),
    Invented("Mateusz", "Wójcik", "", "", "PL", "PL", "Forum Pracy Cyfrowej", "Secretary", LAB, FOW),
    Invented("Camila", "Ñíguez Ortiz", "", "", "AR", "AR", "Pampa Agrotech", "Head of data", IND, IC),
    Invented("Fatoumata", "Traoré", "", "Dr", "ML", "FR", "Laboratoire Sahel Données", "Chercheuse", SCI, DG, "fr"),
    Invented("Emre", "Yıldırım", "", "", "TR", "TR", "Anatolia Chamber of Software", "Board member", IND, IC),
    Invented("Hinemoa", "Te Rangi", "", "", "NZ", "NZ", "Aotearoa Data Trust", "Kaiwhakahaere", CIV, DG),
    Invented("Kwame", "Asante", "", "Dr", "GH", "GB", "Volta Policy Exchange", "Senior fellow", CIV, RAI),
    Invented(
        "ธนพร",
        "ศรีสุข",
        "Thanaporn Srisuk",
        "",
        "TH",
        "TH",
        "Chao Phraya Digital Skills Fund",
        "Programme head",
        INT,
        FOW,
    ),
    Invented("Božena", "Škvorecká", "", "Ing.", "CZ", "CZ", "Vltava Grid Analytics", "Engineer", IND, IC),
    Invented("Luca", "D'Angelo", "", "", "IT", "IT", "Osservatorio Lavoro e Algoritmi", "Researcher", LAB, FOW),
    Invented(
        "O'Neil", "McKenzie-Smythe", "", "", "JM", "US", "Blue Mountain Civic Tech", "Executive director", CIV, RAI
    ),
    Invented("ማርታ", "ተስፋዬ", "Marta Tesfaye", "Dr", "ET", "ET", "Rift Valley Language Technology", "Linguist", SCI, RAI),
    Invented("Pieter", "van 't Hoff", "", "", "NL", "NL", "Polder Data Commons", "Architect", IND, DG),
    Invented("Klára", "Szűcs", "", "Dr", "HU", "AT", "Central European Institute of Work", "Economist", SCI, FOW),
    Invented("Rashida", "Begum", "", "", "BD", "BD", "Padma Garment Workers' Forum", "Organiser", LAB, FOW),
    Invented("საბა", "ლომიძე", "Saba Lomidze", "", "GE", "GE", "Caucasus Open Science", "Data steward", CIV, DG),
    Invented("Matiu", "Tūhoe", "", "", "NZ", "AU", "Southern Cross AI Assurance", "Auditor", IND, RAI),
    Invented("Inés", "Castellanos", "", "Dra.", "MX", "MX", "Centro Anáhuac de Cómputo", "Profesora", SCI, IC),
    Invented(
        "Дмитро",
        "Коваленко",
        "Dmytro Kovalenko",
        "",
        "UA",
        "DE",
        "Rhine Institute for Resilient Software",
        "Researcher",
        SCI,
        RAI,
    ),
    Invented("Amélie", "Duchâtel", "", "", "BE", "BE", "Bureau des communs de la donnée", "Juriste", INT, DG, "fr"),
    Invented("Chidinma", "Ọlátúnjí", "", "", "NG", "NG", "Lagoon Fintech Guild", "Product lead", IND, IC),
    Invented("Mikkel", "Søndergaard", "", "", "DK", "DK", "Øresund Labour Analytics", "Analyst", LAB, FOW),
    Invented(
        "சரண்யா", "இராமன்", "Saranya Raman", "Dr", "LK", "LK", "Serendib Centre for Language AI", "Director", SCI, RAI
    ),
    Invented("Urška", "Žnidaršič", "", "Dr", "SI", "SI", "Triglav Institute for Data Ethics", "Researcher", SCI, DG),
    Invented("Patricia", "Quispe Mamani", "", "", "PE", "PE", "Red Andina de Innovación", "Coordinator", CIV, IC),
    Invented("Henrik", "Lindqvist", "", "", "FI", "FI", "Baltic Foundry", "Chief technologist", IND, IC),
    Invented(
        "Mariam", "Ben Youssef", "", "Dr", "MA", "FR", "Collectif Travail et Algorithmes", "Sociologue", CIV, FOW, "fr"
    ),
    Invented("林", "雅婷", "Lin Ya-ting", "", "TW", "TW", "Formosa Civic Data Lab", "Co-founder", CIV, DG),
    Invented(
        "Ruben", "Hakobyan-Laurent", "", "", "FR", "FR", "Atelier des systèmes sobres", "Ingénieur", IND, RAI, "fr"
    ),
    Invented("Sofía", "Iturralde", "", "", "UY", "UY", "Plata Digital Rights", "Lawyer", CIV, RAI, second="ES"),
    Invented(
        "Gareth",
        "Llewelyn",
        "",
        "Prof.",
        "GB",
        "GB",
        "Cambrian University of Skills",
        "Professor of labour economics",
        SCI,
        FOW,
    ),
    Invented("Noor", "Rahimi", "", "", "AF", "CA", "Newcomers in Tech Network", "Programme manager", CIV, FOW),
    Invented(
        "Wilhelmina", "Abeyta", "", "", "US", "US", "Mesa Public Interest Technology", "Director of research", CIV, RAI
    ),
    Invented("Tendai", "Moyo", "", "Dr", "ZW", "ZA", "Limpopo Institute for Agricultural AI", "Scientist", SCI, IC),
    Invented(
        "Alejandra", "Peña Ibáñez", "", "", "CL", "CL", "Observatorio Cordillera", "Statistician", INT, DG, second="ES"
    ),
    Invented(
        "Yusuf", "Demirtaş", "", "", "TR", "DE", "Betriebsrat Netzwerk Rhein-Main", "Works council adviser", LAB, FOW
    ),
    Invented("Elin", "Haugland", "", "", "NO", "NO", "Fjord Open Models", "Chief executive", IND, IC),
    Invented(
        "Theodora", "Mavrou", "", "Dr", "CY", "CY", "Levant Maritime Data Exchange", "Head of governance", IND, DG
    ),
    Invented("Ravi", "Seetharam", "", "", "MU", "MU", "Ocean States Digital Office", "Adviser", INT, IC),
    Invented(
        "Birgit", "Köhler-Nußbaum", "", "Dr", "DE", "DE", "Institut für erklärbare Systeme", "Group leader", SCI, RAI
    ),
]

# --- whom Members name

NEREA = Invented("Nerea", "Etxeberria", "", "Dra.", "ES", "ES", "Instituto Cantábrico de Evaluación", "Head", SCI, RAI)
XOAN = Invented("Xoán", "Castro Lema", "", "", "ES", "ES", "Sindicato do Mar Dixital", "Secretary", LAB, FOW)
FATIMA = Invented("Fátima", "Diop Castellví", "", "Dra.", "ES", "SN", "Archivo Abierto Dakar", "Director", CIV, DG)
JORDI = Invented("Jordi", "Ferrer Puig", "", "", "ES", "ES", "Tallers Mediterrani", "Founder", IND, IC)
CANDELA = Invented("Candela", "Roig", "", "", "ES", "ES", "Huerta Conectada", "Engineer", IND, IC)
INIGO = Invented("Íñigo", "Salvatierra", "", "Dr.", "ES", "ES", "Laboratorio Ebro", "Professor", SCI, DG)
OUSMANE = Invented("Ousmane", "Badji", "", "", "SN", "SN", "Casamance Données", "Coordinateur", CIV, DG, "fr")
COUMBA = Invented("Coumba", "Sagna", "", "Dr", "SN", "SN", "École du Fleuve", "Maîtresse de conférences", SCI, DG, "fr")
