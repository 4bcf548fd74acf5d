"""Budgets of a store, and its nodes."""

import pytest

from imaging_rules.diagram.store import AND, FALSE, OR, TRUE, OverBudgetError, Store
from imaging_rules.diagram.walk import agree, cofactor


def test_a_budget_is_given_back_however_the_work_ends() -> None:
    store = Store([2, 2])
    first, second = (store.test(variable, (False, True)) for variable in (0, 1))
    free = store.budget
    with store.allowing(10):
        store.combine(AND, first, second)
        inner = store.budget
        assert inner < 10
        with pytest.raises(OverBudgetError), store.allowing(0):
            store.combine(OR, first, second)
        assert store.budget == inner
    assert store.budget == free


def test_a_node_that_two_diagrams_share_is_told_once() -> None:
    store = Store([2, 3, 2])
    last = store.test(2, (False, True))
    middle = store.node(1, (FALSE, last, TRUE))
    top = store.node(0, (middle, last))
    assert sorted(store.nodes([top, middle])) == [last, middle, top]
    assert sorted(store.nodes([top], last=1)) == [middle, top]
    assert list(store.nodes([TRUE])) == []
    with store.allowing(1):
        assert len(list(store.nodes([top], counted=False))) == 3
        with pytest.raises(OverBudgetError):
            list(store.nodes([top]))


def test_a_cofactor_asks_its_variable_no_more() -> None:
    store = Store([2, 3, 2])
    last = store.test(2, (False, True))
    middle = store.node(1, (FALSE, last, TRUE))
    top = store.node(0, (middle, last))
    assert cofactor(store, top, 1, 0) == store.node(0, (FALSE, last))
    assert cofactor(store, top, 1, 1) == last
    assert cofactor(store, top, 0, 0) == middle
    assert cofactor(store, last, 0, 1) == last


def test_diagrams_agree_where_both_come_to_the_same_and_not_to_nothing() -> None:
    store = Store([2, 2])
    one = store.node(0, (0, 6))
    assert agree(store, one, store.node(1, (5, 6)))
    assert agree(store, one, one)
    assert agree(store, 6, one)
    assert not agree(store, one, store.node(0, (6, 5)))
    assert not agree(store, one, store.node(1, (0, 5)))
    assert not agree(store, 0, 0)
