"""What was posted in a learning round, statement by statement: whose it is, and which one counts.

The arbiter's last one does, or else the runner's first. What is not well formed, or signed by neither of them, is as if
it had not been posted. The first of the runner, because it shall not take back what the parties have seen; the arbiter
may decide again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from databourse.errors import InvalidInput
from databourse.market.learning.params import LearningParams
from databourse.market.learning.statement import Statement
from databourse.market.posts import Post

COUNTS = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement that was posted.

    Attributes:
        post: that brought it.
        statement: None if it is not well formed.
        signer: checksummed address of who signed it for this round; None if nobody did.
        fault: why it does not count; empty if it does.
    """

    post: Post
    statement: Statement | None
    signer: str | None
    fault: str

    @property
    def counts(self) -> bool:
        """Whether it is the one that the round is settled by."""
        return self.fault == COUNTS


def judge(posts: Iterable[Post], inputs: bytes, params: LearningParams) -> list[Judged]:
    """Every statement, in order; of at most one the fault is empty.

    Args:
        posts: of the round, in order; openings of sealed entries are passed over.
        inputs: of the round, see `inputs_of`.
        params: of the round.
    """
    read = [_read(post, inputs, params) for post in posts if post.is_posted]
    decisions = [place for place, one in enumerate(read) if one.signer == params.arbiter]
    others = [place for place, one in enumerate(read) if one.signer == params.runner and place not in decisions]
    counting = decisions[-1] if decisions else others[0] if others else None
    judged = []
    for place, one in enumerate(read):
        fault = one.fault
        if place == counting:
            fault = COUNTS
        elif place in decisions:
            fault = "the arbiter decided again after it"
        elif place in others:
            fault = "the arbiter decided" if decisions else "the runner had made another one before"
        judged.append(Judged(one.post, one.statement, one.signer, fault))
    return judged


def choose(posts: Iterable[Post], inputs: bytes, params: LearningParams) -> Statement | None:
    """The statement that counts, if there is one; see `judge`."""
    return next((one.statement for one in judge(posts, inputs, params) if one.counts), None)


def _read(post: Post, inputs: bytes, params: LearningParams) -> Judged:
    """Whose a statement is; its fault is only of interest if that is nobody who matters."""
    try:
        statement = Statement.decode(post.statement, params.max_parties)
    except InvalidInput as error:
        return Judged(post, None, None, f"it is not well formed: {error.message}")
    signer = statement.signer(post.context, inputs)
    if signer is None:
        return Judged(post, statement, None, "nobody signed it")
    # whoever signs something else seems to be somebody: a signature fits every message, by some key
    return Judged(post, statement, signer, f"neither the runner nor an arbiter signed it for this round, but {signer}")
