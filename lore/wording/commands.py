"""What Discord shows of the commands: names of menus, descriptions, options. At most 100
characters each."""

from __future__ import annotations

ASK = "Ask about cast, roles and dates; the answer names its source"
ASK_QUESTION = "For example: who plays …, who directed …, when does … open"
FILM = "A film at a glance: dates, people, cast and how far it is"
CAST = "Who is in a film, and as whom"
WHO = "Who a person or a character is: roles, films, known from"
DATES = "Every date that was reported for a film, in order of report, and by whom"
RUMOURS = "What is only rumoured or hoped about a film, apart from what is confirmed"
SOURCES = "What my answers rest on: every source with its date"
INBOX = "The questions that got no answer"
HELP = "How to ask me"
ABOUT = "What I am, and what I am not"
PRIVACY = "What I keep, for how long, and what I never see"

FILM_OPTION = "The film: its title, a short form or its number will do"
NAME_OPTION = "The person or the character"
PRIVATE = "Only you see the answer"

ANSWER_THIS = "Answer this"
