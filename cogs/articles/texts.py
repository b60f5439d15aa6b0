"""The sentences of /article."""

from __future__ import annotations

from lore.articles.proposals import Proposal, Verdict
from lore.articles.texts import statement
from lore.language.properties import Properties
from lore.model.facts import Fact
from lore.store.patterns import Judged
from lore.texts import terms

FORM_TITLE = "Read an article"
PASTE, PASTE_HINT = "Its text", "The headline first, then the article"
FILE = "Or a file: text or HTML"
ADDRESS, ADDRESS_HINT = "Or its address, which I fetch", "https://…"
NOTHING_GIVEN = "There is nothing to read: paste the text, or choose a file."
NOT_READ = "Discord does not give that file: attach it anew."
NOTHING_FOUND = "Nothing in it was read as a fact. Add one by hand with /fact add."
CUT = "The article is too long or too tangled: its end was not read."
BUTTONS = {
    "accept": "Accept",
    "edit": "Edit",
    "reject": "Reject",
    "back": "Back",
    "next": "Next",
    "agreeing": "Accept all that agree",
    "dismiss": "Put the article away",
    "following": "Next article",
}
DISMISSED = "The article is put away."
NO_MORE = "No other article waits."
ALL_DECIDED = "All that it states was decided: it waits no longer."
_VERDICTS = {
    Verdict.NEW: "New.",
    Verdict.AGREES: "Agrees with what is known: the article becomes one more source.",
    Verdict.CONTRADICTS: "Contradicts what is known:",
    Verdict.SUPERSEDES: "Takes the place of what is known:",
}
_MARKS = {"accepted": "✅ Accepted.", "rejected": "🚫 Rejected.", "edited": "✏️ Being edited."}


def too_large(most: int) -> str:
    """A file that is too large."""
    return f"That file is too large: {most // 1_000_000} MB at most."


def lines(
    proposal: Proposal, properties: Properties, doubted: Judged | None = None
) -> tuple[str, ...]:
    """A proposal as the lines of its page; `doubted` is how its pattern was judged, where that was
    mostly rejected."""
    claim = proposal.claim
    claimed = statement(proposal.subject, claim.property, proposal.value, proposal.role, properties)
    rows = [f"{claimed} — {claim.status.value}."]
    if claim.replaces is not None:
        rows.append(f"Instead of {claim.replaces}.")
    rows.append(f"Paragraph {claim.paragraph}; read by: {claim.why}.")
    if doubted is not None:
        total = doubted.accepted + doubted.rejected
        rows.append(f"What is read so was mostly rejected here: {doubted.rejected} of {total}.")
    if proposal.new_names:
        rows.append(
            "New: "
            + ", ".join(f"{new_name.name} ({new_name.kind})" for new_name in proposal.new_names)
        )
    rows.append(_VERDICTS[proposal.verdict])
    rows += [
        f"• {known}." for fact in proposal.others if (known := _known(fact, proposal, properties))
    ]
    return tuple(rows)


def _known(fact: Fact, proposal: Proposal, properties: Properties) -> str:
    """What is known already, in as few words as tell it from a proposal; empty where none do."""
    claim = proposal.claim
    alike = (fact.subject, fact.property, fact.role) == (
        proposal.subject,
        claim.property,
        proposal.role,
    )
    if not alike:
        known = statement(fact.subject, fact.property, fact.value, fact.role, properties)
        return f"{known} — {fact.status.value}"
    if fact.value != proposal.value:
        return f"{terms.value(fact.value)} — {fact.status.value}"
    return fact.status.value if fact.status is not claim.status else ""


def note(place: int, total: int, marks: dict[int, str]) -> str:
    """Where in a review one is."""
    accepted = sum(mark == "accepted" for mark in marks.values())
    mark = _MARKS.get(marks.get(place, ""), "")
    return f"{mark} {place + 1} of {total}; {accepted} accepted so far.".strip()


def stored(count: int, refused: int) -> str:
    """What "Accept all that agree" did."""
    report = f"{count} accepted."
    return report if not refused else f"{report} {refused} could not be: open them one by one."
