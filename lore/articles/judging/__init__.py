"""Which facts an article states, judged by all that speaks for and against each."""

from lore.articles.judging.judge import ClaimJudge, load_claim_judge

__all__ = ["ClaimJudge", "load_claim_judge"]
