"""/article: what articles propose, reviewed by the moderators of a server."""

from cogs.articles.commands import ArticleCommands
from cogs.articles.components import ITEMS
from cogs.articles.handler import ArticleHandler

__all__ = ["ITEMS", "ArticleCommands", "ArticleHandler"]
