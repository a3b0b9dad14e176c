"""`make reset`: forgets the data of `make run`, unless it is running."""

import os
import sys

from portal.start.house import Closed, House

if __name__ == "__main__":
    house = House(os.environ)
    try:
        house.forget()
    except Closed as reason:
        sys.exit(f"{reason} Stop it first.")
    print(f"Forgotten: {house.folder}. `make run` starts with a new demo.")
