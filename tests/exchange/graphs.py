"""A graph of bundles in memory that tests can add to."""

from collections.abc import Sequence

from begegnung.exchange.ancestry import Ancestry, PlacesInMemory


class Graph(Ancestry):
    """The graph of some bundles, grown by hand."""

    def __init__(self) -> None:
        self.places = PlacesInMemory()
        super().__init__(self.places)

    def add(self, bundle: str, lane: str, prev: str | None, deps: Sequence[str]) -> None:
        self.places.put(bundle, self.place_for(lane, prev, deps))
