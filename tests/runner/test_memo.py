from __future__ import annotations

from pathlib import Path

from databourse.learning.memo import Memo, cell_key
from databourse.runner.secret_memo import SecretMemo

NAME, OTHER = cell_key("trainer", ["data"], "task"), cell_key("trainer", ["other"], "task")


def test_what_was_kept_is_known_again(tmp_path: Path) -> None:
    with SecretMemo(tmp_path / "cells", b"secret") as memo:
        memo.keep([(NAME, 7)])
    with SecretMemo(tmp_path / "cells", b"secret") as memo:
        assert memo.known([OTHER, NAME]) == {NAME: 7}


def test_without_the_secret_no_cell_can_be_named(tmp_path: Path) -> None:
    with SecretMemo(tmp_path / "cells", b"secret") as memo:
        memo.keep([(NAME, 7)])
    with Memo(tmp_path / "cells") as plain, SecretMemo(tmp_path / "cells", b"another") as another:
        assert plain.known([NAME]) == another.known([NAME]) == {}
    assert NAME.encode() not in (tmp_path / "cells").read_bytes()
