"""What if: rows of the list taken as if they were selected, or as if they were not. Nothing is written."""

from .composing import Choice, Composition, chosen

MOST = 300  # rows, as many as one act takes


def asked_rows(data, name="row") -> list[int]:
    """The numbers of nominations in what the page sent, once each; anything odd is left out."""
    typed = (one for one in data.getlist(name) if one.isascii() and one.isdecimal() and len(one) < 10)
    return list(dict.fromkeys(map(int, typed)))[:MOST]


def turned(board, rows) -> dict[int, int]:
    """The choice with these rows turned: who is in it goes, who is not comes into the group of the reserve list, or the first."""
    places = dict(zip(board.number.tolist(), board.group.tolist(), strict=True))
    would = dict(board.chosen)
    for number in rows:
        if number in would:
            del would[number]
        elif number in places:
            there = board.decided.get(number)
            would[number] = there.group if there and there.group else places[number]
    return would


def composition(board, rows) -> Composition:
    """As it is, and as it would be with these rows turned, where there are any. One statement for the people, one for targets."""
    now, would = board.chosen, turned(board, rows)
    there = chosen(board.sight, {**would, **now})
    told = [Choice(tuple((there[n][0], group) for n, group in one.items() if n in there)) for one in (now, would)]
    return Composition(board.sight, told[0], told[1] if would != now else None)
