"""The stand-in for an enclave: a process that keeps to an enclave's rules, on the word of whoever runs it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from databourse.errors import InvalidInput, NotFound, Refused
from databourse.learning.memo import Memo
from databourse.learning.problem import Problem
from databourse.learning.trainer import Trainer
from databourse.market.learning.parties import commitment
from databourse.market.learning.statement import Statement
from databourse.runner.admission import Admission, admit
from databourse.runner.counting import UNTRAINABLE, count, count_again, count_strictly, tried_trainer
from databourse.runner.delivering import best_set, make_model
from databourse.runner.enclave import SOFTWARE, Advance, Attestation, Received, Trained
from databourse.runner.facts import RoundFacts, Rounds
from databourse.runner.keys import RunnerKeys
from databourse.runner.measurement import measurement
from databourse.runner.model_file import pack_model, sign_model
from databourse.runner.round_folder import RoundFolder
from databourse.runner.sealing import model_info, seal
from databourse.runner.secret_memo import SecretMemo


class SoftwareRunner:
    """An `Enclave` without hardware.

    Data are decrypted into the memory of this process, in which all models are trained: other processes would be handed
    the data in files. On the disk are ciphertexts, counts under names that tell nothing, and what is public.
    """

    def __init__(self, keys: RunnerKeys, folder: Path, rounds: Rounds) -> None:
        """Works with these keys.

        Args:
            keys: of the runner.
            folder: where it goes on after a crash.
            rounds: tells what the chain says.
        """
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._keys = keys
        self._folder = folder
        self._rounds = rounds

    def attestation(self) -> Attestation:
        """Who it is."""
        code, key = measurement(), self._keys.encryption_key
        evidence = self._keys.sign(Attestation.message(code, key))
        return Attestation(SOFTWARE, code, self._keys.address, key, evidence)

    def received(self, series: int, number: int) -> list[Received]:
        """The parties of a round, and whose bundles are here.

        Raises:
            NotFound: there is no such round.
        """
        facts = self._rounds.facts(series, number)
        folder = self._of(facts)
        return [Received(party.number, party.account, folder.has_bundle(party.commitment)) for party in facts.parties]

    def submit(self, series: int, number: int, account: str, ciphertext: bytes) -> int:
        """Takes a bundle in that the account committed to.

        Raises:
            NotFound: there is no such round, or the account is no party of it.
            Refused: it is another bundle, or training has begun, or the round is for another runner.
        """
        facts = self._own(series, number)
        own = [party for party in facts.parties if party.account == account]
        if not own:
            raise NotFound(
                f"{account} is no party of round {facts.name}", "enter first: the runner reads the chain, not promises"
            )
        committed = commitment(ciphertext)
        party = next((party for party in own if party.commitment == committed), None)
        if party is None:
            raise Refused(
                f"{account} entered round {facts.name} with the commitment of another bundle",
                "upload the very bytes whose commitment was entered; sealing again gives others",
            )
        folder = self._of(facts)
        if folder.bundle(committed) is None:
            if folder.has_begun():
                raise Refused(f"the training of round {facts.name} has begun, and no data are taken in any more")
            folder.keep_bundle(committed, ciphertext)
        return party.number

    def begin(self, series: int, number: int) -> None:
        """Notes that a round is to be trained, if it was not yet: from now on no bundle is taken in.

        Raises:
            NotFound: there is no such round.
            Refused: it is open still, it is over, or it is for another runner.
            InvalidInput: its trainer is none.
        """
        with _in_this_process():
            if not self.trained(series, number):
                self._begin(series, number)

    def train(self, series: int, number: int, advance: Advance) -> Trained:
        """Trains a round that has closed, from wherever it stopped, and signs what came of it, once and for all.

        Raises:
            Refused: the round is open still, or is for another runner.
            InvalidInput: the round's trainer is none, or a model of some parties' data cannot be trained.
        """
        with _in_this_process():
            return self.trained(series, number) or self._train(series, number, advance)

    def trained(self, series: int, number: int) -> Trained | None:
        """What came of a round; None if it was not trained yet."""
        return self._of(self._rounds.facts(series, number)).trained()

    def model(self, series: int, number: int, account: str) -> bytes:
        """The encrypted model of an account, signed.

        Raises:
            NotFound: there is none.
            Refused: the round is not settled, or the account was absent in it: who has a model has paid for it.
        """
        facts = self._rounds.facts(series, number)
        folder = self._of(facts)
        found = folder.model(account) if folder.trained() else None
        if found is None:
            hint = "the round must be trained, and the account present in it"
            raise NotFound(f"there is no model of {account} in round {facts.name}", hint)
        if facts.paid is None:
            told = f"models of round {facts.name} are handed over when it is settled, and"
            if facts.over:
                raise Refused(f"{told} it was not in time: nobody paid, and nobody gets one")
            raise Refused(f"{told} it is not yet", "settle it first: when its time has come anybody can")
        if not any(facts.paid >> party.number & 1 for party in facts.parties if party.account == account):
            raise Refused(
                f"{account} was absent by the table that round {facts.name} was settled with, and gets no model"
            )
        return found

    def retrain(self, series: int, number: int, mask: int) -> int:
        """Trains one cell of a table again, without looking at what is known, and returns the count.

        Raises:
            NotFound: the round was not trained, its bundles are gone, or it has no such cell.
            Refused: it is for another runner, or for other code than this.
        """
        facts = self._own(series, number)
        folder = self._of(facts)
        before = folder.trained()
        if before is None:
            raise NotFound(f"round {facts.name} was not trained here")
        cells = 1 << before.statement.parties
        if not 0 < mask < cells:
            raise NotFound(f"there is no cell {mask}", f"a cell is a set of present parties, from 1 to {cells - 1}")
        admission = admit(facts, folder.bundle, self._keys.pair)
        for absent in before.absent:
            if admission.mask >> absent.party & 1:
                admission = admission.without(absent.party, absent.reason)
        if admission.mask != before.statement.present:
            raise NotFound(f"the bundles of round {facts.name} are not all here any more")
        with _in_this_process():
            return count_again(admission.problem(), _trainer(facts), mask)

    def _train(self, series: int, number: int, advance: Advance) -> Trained:
        facts, trainer = self._begin(series, number)
        folder = self._of(facts)
        with self._memo() as memo:
            admission, fits = self._admitted(facts, folder, trainer, memo)
            sets = (1 << len(admission.present)) - 1
            table = count(admission.problem(), trainer, memo, lambda more: advance(more, sets)) if sets else None
        measured = table.tables[0] if table else None
        delivered = best_set(measured) if measured else 0
        if delivered:
            self._deliver(facts, folder, admission, trainer, delivered)
        closed = measured.closure() if measured else None
        statement = Statement.of(closed, admission.mask, facts.params.max_parties)
        signed = statement.signed(facts.context, facts.inputs, self._keys.sign)
        trained = Trained(
            signed,
            facts.inputs,
            admission.absent,
            delivered,
            measured,
            fits + (table.trained if table else 0),
            max(0, table.known - fits) if table else 0,
        )
        folder.finish(trained)
        return trained

    def _own(self, series: int, number: int) -> RoundFacts:
        """Of a round that is for this runner.

        Raises:
            NotFound: there is no such round.
            Refused: it is no learning round, or names another runner, another key or other code.
        """
        facts = self._rounds.facts(series, number)
        own = (
            ("runner", facts.params.runner, self._keys.address),
            ("encryption key", facts.params.runner_key.hex(), self._keys.encryption_key.hex()),
            ("measurement", facts.params.measurement.hex(), measurement().hex()),
        )
        for what, asked, here in own:
            if asked != here:
                raise Refused(
                    f"round {facts.name} is for another runner: its {what} is {asked}, and here it is {here}",
                    "ask the runner that the round names, with the version of the code that it was opened for",
                )
        return facts

    def _begin(self, series: int, number: int) -> tuple[RoundFacts, Trainer]:
        facts = self._own(series, number)
        if not facts.closed:
            raise Refused(f"round {facts.name} is open still", "train it after its close")
        if not facts.final:
            raise Refused(f"the entries of round {facts.name} are not final yet", "ask again after some blocks")
        if facts.over:
            raise Refused(f"round {facts.name} is over", "it was settled, or everything went back")
        trainer = _trainer(facts)
        self._of(facts).begin()
        return facts, trainer

    def _of(self, facts: RoundFacts) -> RoundFolder:
        return RoundFolder(self._folder, facts)

    def _memo(self) -> SecretMemo:
        return SecretMemo(self._folder / "cells.sqlite", self._keys.memo_secret)

    def _admitted(self, facts: RoundFacts, folder: RoundFolder, trainer: Trainer, memo: Memo) -> tuple[Admission, int]:
        """Who is present: whose bundle opens, and whose data alone make a model. Also how many models that took.

        Raises:
            InvalidInput: bundles open, but no data alone make a model: the trainer is to blame, and nothing is stated.
        """
        admission, fits = admit(facts, folder.bundle, self._keys.pair), 0
        opened = len(admission.present)
        while True:
            failed: int | None = None
            for one in admission.present:
                alone = Problem.of([one.bundle.train], admission.problem().tasks)
                try:
                    fits += count_strictly(alone, trainer, memo).trained
                except UNTRAINABLE:
                    failed = one.party.number
                    break
            if opened and not admission.present:
                raise InvalidInput(f"the trainer of round {facts.name} makes no model of any party's data")
            if failed is None:
                return admission, fits
            # its validation data are gone with it, so the others' counts are new
            admission = admission.without(failed, "no model can be made of its data alone")

    def _deliver(
        self, facts: RoundFacts, folder: RoundFolder, admission: Admission, trainer: Trainer, mask: int
    ) -> None:
        model = pack_model(make_model(admission.problem(), trainer, mask, facts.params.trainer.decode()))
        for one in admission.present:
            ciphertext = seal(model, one.bundle.reply_key, model_info(facts.context, one.party.account))
            raw = sign_model(ciphertext, facts.context, one.party.account, self._keys.sign)
            folder.keep_model(one.party.account, raw)


def _trainer(facts: RoundFacts) -> Trainer:
    training = facts.params.training()
    return tried_trainer(training.model, training.settings, f"the trainer of round {facts.name}")


def _in_this_process() -> AbstractContextManager[object]:
    """Whatever a model's settings say: joblib hands large arrays to other processes in files, that is, in clear."""
    import joblib

    found: AbstractContextManager[object] = joblib.parallel_config(backend="sequential")
    return found
