from __future__ import annotations

import gzip
import json

import pytest

from levees.corpus import CannotRun, Columns, expand, read
from levees.corpus.sources import Meter

ROWS = [{"id": "a", "text": "Alba lève 12 M€.", "published": "2024-05-14"}, {"id": "b", "text": "Brume,\n« cède »", "published": None}]
JSONL = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS).encode()


def parquet(path):
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    pq.write_table(pa.Table.from_pylist([row | {"other": [1]} for row in ROWS]), path)


def arrow(path, *, stream=False):
    pa = pytest.importorskip("pyarrow")
    table = pa.Table.from_pylist(ROWS)
    with (pa.ipc.new_stream if stream else pa.ipc.new_file)(str(path), table.schema) as out:
        out.write_table(table)


def zstd(path):
    path.write_bytes(pytest.importorskip("zstandard").compress(JSONL))


WRITERS = {
    "n.jsonl": lambda path: path.write_bytes(JSONL),
    "n.ndjson": lambda path: path.write_bytes(b"\xef\xbb\xbf" + JSONL),
    "n.jsonl.gz": lambda path: path.write_bytes(gzip.compress(JSONL)),
    "n.jsonl.zst": zstd,
    "n.csv": lambda path: path.write_text('id,text,published\na,Alba lève 12 M€.,2024-05-14\nb,"Brume,\n« cède »",\n', encoding="utf-8"),
    "n.csv.gz": lambda path: path.write_bytes(gzip.compress("id,text\na,Alba lève 12 M€.\nb,\"Brume,\n« cède »\"\n".encode())),
    "semicolons.csv": lambda path: path.write_text('\ufeffid;text\r\na;Alba lève 12 M€.\r\nb;"Brume,\n« cède »"\r\n', newline=""),
    "n.tsv": lambda path: path.write_text('id\ttext\na\tAlba lève 12 M€.\nb\t"Brume,\n« cède »"\n', encoding="utf-8"),
    "n.parquet": parquet,
    "n.arrow": arrow,
    "stream.arrow": lambda path: arrow(path, stream=True),
}


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_gives_the_same_articles(tmp_path, name):
    path = tmp_path / name
    WRITERS[name](path)
    records = list(read([str(path)]))
    assert [(r.id, r.article.text) for r in records] == [(row["id"], row["text"]) for row in ROWS]


def test_frames_of_zstd_may_follow_each_other(tmp_path):
    zstandard = pytest.importorskip("zstandard")
    first, second = JSONL.splitlines(keepends=True)
    (tmp_path / "n.jsonl.zst").write_bytes(zstandard.compress(first) + zstandard.compress(second))
    assert [r.id for r in read([str(tmp_path / "n.jsonl.zst")])] == ["a", "b"]
    (tmp_path / "empty.jsonl.zst").write_bytes(b"")
    assert list(read([str(tmp_path / "empty.jsonl.zst")])) == []


def test_columns_may_have_other_names(tmp_path):
    (tmp_path / "n.csv").write_text("url,body,date\nx,Alba,2024\n")
    (record,) = read([str(tmp_path / "n.csv")], columns=Columns(text="body", published="date", id="url"))
    assert (record.article.id, record.article.text, record.article.published) == ("x", "Alba", "2024")
    with pytest.raises(CannotRun, match="has no column 'text' but 'url', 'body', 'date'; say with --text"):
        list(read([str(tmp_path / "n.csv")]))


def test_a_folder_gives_its_files_sorted_and_text_files_are_named_by_their_path(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.txt").write_bytes("\ufeffBrume".encode())
    (tmp_path / "1.txt").write_text("Alba")
    (tmp_path / "image.png").write_bytes(b"")
    files = expand([str(tmp_path)])
    assert [f.removeprefix(str(tmp_path)) for f in files] == ["/1.txt", "/b/2.txt"]
    assert [(r.id, r.article.text) for r in read(files)] == [(files[0], "Alba"), (files[1], "Brume")]
    assert expand([str(tmp_path / "**" / "2.*")]) == files[1:]


def test_what_gives_no_file_is_told(tmp_path):
    with pytest.raises(CannotRun, match="holds no file that can be read"):
        expand([str(tmp_path)])
    with pytest.raises(CannotRun, match="there is no such file or folder"):
        expand([str(tmp_path / "absent.jsonl")])


def test_ids_are_told_apart_over_files_and_given_where_there_are_none(tmp_path):
    for name in ("x.jsonl", "y.jsonl"):
        (tmp_path / name).write_text('{"text": "Alba"}\n{"id": 1, "text": "Brume"}\n')
    records = list(read(expand([str(tmp_path)])))
    assert [r.id for r in records] == ["x.jsonl:1", "1", "y.jsonl:1", "1"]
    assert records[3].article is None and "was already used in" in records[3].reason and "x.jsonl, line 2" in records[3].reason


def test_a_row_of_a_table_that_is_no_utf8_is_refused_alone(tmp_path):
    (tmp_path / "n.csv").write_bytes(b"id,text\na,l\xe8ve\nb,Alba\n\nc\n")
    records = list(read([str(tmp_path / "n.csv")]))
    assert [(r.line, r.reason) for r in records] == [(2, "this is not UTF-8"), (3, None), (5, "there is no 'text'")]


@pytest.mark.parametrize("name", ["n.jsonl.gz", "n.jsonl.zst", "n.parquet", "n.arrow", "n.csv.gz"])
def test_a_damaged_file_is_told_and_the_next_is_read(tmp_path, name):
    WRITERS[name](tmp_path / name)
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(whole[: len(whole) - 40])
    (tmp_path / "z.jsonl").write_bytes(JSONL)
    records = list(read(expand([str(tmp_path)])))
    bad = [r for r in records if r.article is None]
    assert len(bad) == 1 and "damaged" in bad[0].reason
    assert records[-1].id == "b" and records[-1].file.endswith("z.jsonl")


@pytest.mark.parametrize("name", ["n.jsonl", "n.jsonl.gz", "n.csv"])
def test_the_meter_ends_at_the_size_of_the_file(tmp_path, name):
    WRITERS[name](tmp_path / name)
    meter = Meter()
    list(read([str(tmp_path / name)], meter=meter))
    assert meter.position == (tmp_path / name).stat().st_size


PAGE = """<!DOCTYPE html><html lang="fr"><head><title>Alba lève 12 millions | Le Journal</title>
<meta property="og:title" content="Alba lève 12 millions d'euros">
<meta property="article:published_time" content="2024-05-14T08:00:00+02:00">
</head><body><nav><a href="/">Accueil</a> <a href="/eco">Économie</a></nav><article><h1>Alba lève 12 millions d'euros</h1>
<p>La start-up lyonnaise Alba a levé 12 millions d'euros auprès de deux fonds parisiens, a-t-elle annoncé mardi matin. Elle emploie
quarante salariés et compte en embaucher autant d'ici la fin de l'année, pour ouvrir un bureau à Madrid puis un autre à Milan.</p>
<p>Fondée en 2019, l'entreprise vend des capteurs aux communes, qui s'en servent pour suivre leur consommation d'eau.</p></article>
<footer>Mentions légales</footer></body></html>"""


def test_a_page_gives_its_main_text_its_title_and_its_date(tmp_path):
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "void.html").write_bytes(b"<html></html>")
    page, void = read(expand([str(tmp_path)]))
    article = page.article
    assert (article.title, article.published, article.id) == ("Alba lève 12 millions d'euros", "2024-05-14", str(tmp_path / "page.html"))
    assert "auprès de deux fonds parisiens" in article.text and "Fondée en 2019" in article.text
    assert "Accueil" not in article.text and "Mentions" not in article.text
    assert void.reason == "no main text was found in the page"


def test_documents_of_spacy_bring_what_is_known_of_them(tmp_path):
    import spacy
    from spacy.tokens import DocBin

    nlp = spacy.blank("fr")
    docs = [nlp(row["text"]) for row in ROWS]
    docs[0].user_data |= {"id": "a", "published": "2024-05-14"}
    (tmp_path / "n.spacy").write_bytes(DocBin(docs=docs, store_user_data=True).to_bytes())
    (tmp_path / "x.spacy").write_bytes(b"no documents")
    first, second, bad = read(expand([str(tmp_path)]))
    assert (first.article.id, first.article.published, first.article.text) == ("a", "2024-05-14", ROWS[0]["text"])
    assert (second.article.id, second.article.text) == ("n.spacy:2", ROWS[1]["text"])
    assert "damaged" in bad.reason and bad.file.endswith("x.spacy")
