"""Pages and feeds of the public web, fetched within bounds."""

from lore.fetching.errors import FetchError
from lore.fetching.fetcher import Bounds, Fetched, Fetcher

__all__ = ["Bounds", "FetchError", "Fetched", "Fetcher"]
