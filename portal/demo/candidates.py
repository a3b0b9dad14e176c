"""The candidates of the call that is under review: two dozen invented people, and how far each has come."""

from .people import CIV, DG, FOW, IC, IND, INT, LAB, OTHERS, RAI, SCI, Invented

AGAIN = next(person for person in OTHERS if person.family == "Ní Bhriain")  # last year with the wrong CV
CANDIDATES = [
    Invented("Oluwaseun", "Adeyemi", "", "Dr", "NG", "CA", "Northern Lights Evaluation Lab", "Team lead", SCI, RAI),
    Invented("Katarzyna", "Lis", "", "Dr", "PL", "PL", "Vistula Test House", "Director", IND, RAI),
    Invented("Arjun", "Nambiar", "", "", "IN", "IN", "Malabar Audit Collective", "Auditor", CIV, RAI),
    Invented("Ximena", "Rojas Vidal", "", "Dra.", "MX", "MX", "Sierra Gorda Computing", "Professor", SCI, RAI),
    Invented("Haruto", "Ishikawa", "", "", "JP", "JP", "Setouchi Data Pool", "Steward", IND, DG),
    Invented("Nadège", "Kouassi", "", "Dr", "CI", "CI", "Lagune Open Records", "Directrice", INT, DG, "fr"),
    Invented("Timo", "Rautio", "", "", "FI", "FI", "Saimaa Statistics House", "Statistician", INT, DG),
    Invented("Roya", "Karimi", "", "Dr", "IR", "DE", "Elbe Privacy Clinic", "Counsel", CIV, DG),
    Invented("Esteban", "Quiroga", "", "", "CO", "CO", "Sindicato de Plataformas Andinas", "Secretary", LAB, FOW),
    Invented("Marie-Claire", "Dubé", "", "Dr", "CA", "CA", "Chaire Travail augmenté", "Chercheuse", SCI, FOW, "fr"),
    Invented("Signe", "Overgaard", "", "", "DK", "DK", "Kattegat Works Council", "Negotiator", LAB, FOW),
    Invented("Tuan", "Phạm", "Phạm Tuấn", "", "VN", "AU", "Coral Sea Skills Board", "Programme head", INT, FOW),
    Invented("Beatriz", "Cardoso", "", "", "BR", "BR", "Oficina Cerrado", "Founder", IND, IC),
    Invented("Kofi", "Boateng", "", "", "GH", "GH", "Ashanti Growers' Exchange", "Chief engineer", IND, IC),
    Invented("Margaux", "Thibault", "", "", "FR", "FR", "Atelier Loire Calcul", "Ingénieure", IND, IC, "fr"),
    Invented("Dina", "Abdelrahman", "", "Dr", "EG", "EG", "Delta Test Fund", "Fund manager", CIV, IC),
    Invented("Naoko", "Fujita", "", "Prof.", "JP", "JP", "Musashino Assurance Institute", "Dean", SCI, RAI),
    Invented("Étienne", "Lavoie", "", "", "CA", "CA", "Réseau Données Boréales", "Coordinateur", CIV, DG, "fr"),
    Invented("Petra", "Novotná", "", "Ing.", "CZ", "CZ", "Ohře Small Firms Desk", "Adviser", INT, IC),
    Invented("Samir", "Belkacem", "", "", "DZ", "FR", "Observatoire des métiers", "Sociologue", SCI, FOW, "fr"),
    AGAIN,
    Invented("Ximena", "Rojas-Vidal", "", "Dra.", "MX", "MX", "Sierra Gorda Computing", "Professor", SCI, RAI),  # again
    Invented("Giorgos", "Stavrou", "", "", "GR", "GR", "Ionian Fleet Analytics", "Analyst", IND, DG),
    Invented("Talia", "Brandt", "", "", "AT", "AT", "Donau Verein", "Volunteer", CIV, FOW),
]
NAMED = {17: "JP", 18: "CA"}  # by their number, counted from 1: whom a Member named
ASKED = {11: "DK"}  # who asked one
HELD, WAITING, REFUSED, UNSENT = 19, (20, 21, 22), 23, 24
