import pytest
from pubtool.sources import http
from tests.services import Reply, Services

def test_an_answer_comes_back(services: Services) -> None:
    services.script("doi", Reply(200, '{"a": 1}', "application/json; charset=utf-8"))
    answer = http.get("DOI", services.url + "/doi/10.1/x")
    assert answer == http.Answer("DOI", 200, "application/json", b'{"a": 1}')
    assert answer.json() == {"a": 1}
