"""What makes the secretariat look twice at some who wait in the open call: each by its number, with its own answers or its own CV."""

from pathlib import Path

import typst

SPANISH = (
    "Quiero aportar al grupo la experiencia de las pequeñas empresas de mi región, que utilizan sistemas de aprendizaje "
    "automático sin tener un laboratorio propio. Durante diez años he trabajado con ayuntamientos y cooperativas para que "
    "las decisiones automatizadas puedan explicarse a quienes las sufren, y para que existan caminos sencillos de reclamación."
)
SAME = "0000-0002-1825-0097"  # ORCID's own example
ANSWERS = {
    27: {"motivation": SPANISH, "evidence_record": SPANISH},
    30: {"orcid": SAME},
    31: {"orcid": SAME},
}
SCANNED = (34,)  # whose CV has no text


def scanned() -> bytes:
    return typst.compile(Path(__file__).with_name("scan.typ"))
