"""Trees as rows of a table."""

from __future__ import annotations

from databourse.cli.chain.drawing import Branch, drawn


def test_a_tree_hangs_from_its_root() -> None:
    leaf = Branch("leaf", ("x",))
    tree = Branch("root", (0,), (Branch("one", (1,), (leaf, leaf)), Branch("two", (2,), (Branch("three", (3,)),))))
    assert list(drawn(tree)) == [
        ("root", 0),
        ("├─ one", 1),
        ("│  ├─ leaf", "x"),
        ("│  └─ leaf", "x"),
        ("└─ two", 2),
        ("   └─ three", 3),
    ]


def test_a_deep_tree_is_indented_less() -> None:
    tree = Branch("0", (), (Branch("1", (), (Branch("2"), Branch("3"))), Branch("4")))
    assert [row[0] for row in drawn(tree, narrow=True)] == ["0", "├ 1", "│├ 2", "│└ 3", "└ 4"]


def test_a_root_alone_is_a_row() -> None:
    assert list(drawn(Branch("root"))) == [("root",)]
