"""One step of a proof: a claim, the reason in words, and the machine check that it follows."""

from __future__ import annotations

from dataclasses import dataclass, field

from sympy import Eq, Expr
from sympy.core.relational import Relational

from hbtutor.derive.checks import Check, Equal, Sign
from hbtutor.derive.known import Known
from hbtutor.derive.laws import Law
from hbtutor.derive.zero import nonzero_part

__all__ = ["ProofError", "Step"]


class ProofError(ValueError):
    """A claim that was not proved.

    Fields: ``number`` of the step from 1, the ``claim``, and the ``difference`` that should be
    zero (None if the check could not be carried out at all).
    """

    def __init__(self, number: int, claim: object, why: str, difference: Expr | None = None):
        super().__init__(f"step {number} is refused: {claim_text(claim)} does not follow; {why}")
        self.number = number
        self.claim = claim
        self.difference = difference


@dataclass(frozen=True)
class Step:
    """One step of a proof.

    Fields: ``claim``, a SymPy equation or inequality; ``reason``, why it holds, in words;
    ``check``, how SymPy makes sure; ``name``, the key under which the claim's right side enters
    the result, if any.

    >>> from sympy import Eq
    >>> from hbtutor.derive.known import Known
    >>> from hbtutor.derive.step import Step
    >>> from hbtutor.notation import B, mu, ybar
    >>> step = Step(Eq((1 - B) * ybar + B * mu, ybar - B * (ybar - mu)), "Collect B.")
    >>> step.verify(1, Known())
    """

    claim: Relational
    reason: str
    check: Check = field(default_factory=Equal)
    name: str | None = None

    def verify(self, number: int, known: Known) -> None:
        """Check the claim against what is known, then add it; ProofError if it does not follow."""
        if not isinstance(self.claim, Relational if isinstance(self.check, Sign) else Eq):
            raise ProofError(number, self.claim, "it is not a relation that its check can decide")
        try:
            for difference in self.check.differences(self.claim, known):
                left = nonzero_part(difference)
                if left != 0:
                    why = f"a difference that should be 0 is {left}"
                    raise ProofError(number, self.claim, why, left)
            known.learn(self.claim)
        except ProofError:
            raise
        except (ValueError, TypeError, AttributeError, NotImplementedError) as error:
            why = f"the check could not be carried out: {error}"
            raise ProofError(number, self.claim, why) from error


def claim_text(claim: object) -> str:
    """A claim in plain text: an equation, or ``x | y ~ law``."""
    if not isinstance(claim, Relational):
        return str(claim)
    sign = "~" if isinstance(claim.rhs, Law) else claim.rel_op.replace("==", "=")
    return f"{claim.lhs} {sign} {claim.rhs}"
