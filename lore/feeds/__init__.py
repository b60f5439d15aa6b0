"""Feeds of news: articles that speak of known names wait in the inbox for moderators."""

from lore.feeds.feed import Feed, FeedEntry, FeedError, parse
from lore.feeds.service import FeedService

__all__ = ["Feed", "FeedEntry", "FeedError", "FeedService", "parse"]
