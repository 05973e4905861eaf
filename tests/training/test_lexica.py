"""Which tokens tell a page's kind is found again, on folds that were kept out as well."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="the extra `train` is not installed")

from cleaner.training.examples import FOLDS
from cleaner.training.lexica import PAGE_SITES, page_token_scores
from cleaner.zoning.pagekind import KINDS, PageTokens, PageTokensFile

TELLING = {"article": "=by our reporter", "forum": "=quote this post", "product": "=add to basket"}


def pages(sites: int) -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            fold=site % FOLDS,
            gold=SimpleNamespace(page_kind=kind, site=f"site-{site}.example"),
            tokens=frozenset({"the", "of", telling, f"own word of {site}"}),
        )
        for site in range(sites)
        for kind, telling in TELLING.items()
    ]


@pytest.mark.parametrize("fold", [None, 0])
def test_a_token_speaks_for_the_kind_that_has_it(fold):
    tokens = PageTokens.of(PageTokensFile.of(page_token_scores(pages(3 * PAGE_SITES), fold)))
    for kind, telling in TELLING.items():
        assert KINDS[int(np.argmax(tokens.scores(["the", "of", telling])))] == kind


def test_tokens_of_few_sites_do_not_count_nor_does_the_fold_left_out():
    some = pages(3 * PAGE_SITES)
    for page in some:
        if page.fold == 0:
            page.tokens |= {"only there"}
    scores = page_token_scores(some, 0)
    assert not any("own word" in token for token in scores)
    assert "only there" not in scores
    assert "=add to basket" in scores


def test_one_kind_alone_cannot_be_told_from_others():
    alike = [page for page in pages(PAGE_SITES) if page.gold.page_kind == "article"]
    assert page_token_scores(alike, None) == {}
