"""/article: what articles propose, reviewed by the moderators of a server."""

from cogs.articles.commands import ArticleCommands
from cogs.articles.components import ARTICLES, ITEMS
from cogs.articles.handler import ArticleHandler

__all__ = ["ARTICLES", "ITEMS", "ArticleCommands", "ArticleHandler"]
